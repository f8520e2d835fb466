"""Addresses of the console's own pages."""

from django.urls import path, re_path

from anju.portals.console.views import (
    account_profile,
    admin_api,
    admin_audit,
    admin_roles,
    admin_settings,
    admin_status,
    admin_users,
    home,
)

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("me/", account_profile.profile, name="profile"),
    path("me/tokens/", account_profile.token_list, name="tokens"),
    path("me/tokens/<int:token_id>/revoke/", account_profile.token_revoke, name="token_revoke"),
    path("switch/organisation/", account_profile.switch_organisation, name="switch_organisation"),
    path("switch/community/", account_profile.switch_community, name="switch_community"),
    path("admin/users/", admin_users.users, name="users"),
    path("admin/users/new/", admin_users.user_new, name="user_new"),
    path("admin/users/<int:user_id>/", admin_users.user, name="user"),
    path("admin/users/<int:user_id>/change/", admin_users.user_change, name="user_change"),
    path("admin/users/<int:user_id>/roles/", admin_users.user_assign, name="user_assign"),
    path(
        "admin/users/<int:user_id>/roles/<int:assignment_id>/withdraw/",
        admin_users.user_withdraw,
        name="user_withdraw",
    ),
    path("admin/users/<int:user_id>/password/", admin_users.password_reset, name="password_reset"),
    re_path(
        r"^admin/users/(?P<user_id>\d+)/(?P<act>stop|resume|sessions|factor)/$",
        admin_users.user_act,
        name="user_act",
    ),
    path("admin/roles/", admin_roles.role_list, name="roles"),
    path("admin/roles/new/", admin_roles.role_edit, name="role_new"),
    path("admin/roles/<int:role_id>/", admin_roles.role_edit, name="role"),
    path("admin/roles/<int:role_id>/remove/", admin_roles.role_remove, name="role_remove"),
    path("admin/settings/", admin_settings.settings, name="settings"),
    path("admin/audit/", admin_audit.entries, name="audit"),
    path("admin/audit/verify/", admin_audit.verify, name="audit_verify"),
    path("admin/status/", admin_status.system, name="status"),
    path("admin/api/", admin_api.docs, name="api"),
    path("admin/api/openapi.json", admin_api.openapi, name="openapi"),
]
