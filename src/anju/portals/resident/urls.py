"""Addresses of the resident's pages, below /home/."""

from django.urls import path

from anju.portals.resident.views import cases, here, home, household, login, me, notices, report, shell

app_name = "resident"
urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", home.switch, name="switch"),
    path("type/", home.type_size, name="type_size"),
    path("login/", login.login, name="login"),
    path("login/code/", login.login_code, name="login_code"),
    path("login/who/", login.login_who, name="login_who"),
    path("join/", login.join, name="join_form"),
    path("join/<str:text>/", login.join, name="join"),
    path("leave/", login.leave, name="leave"),
    path("report/", report.tiles, name="report"),
    path("report/<slug:kind>/", report.report, name="report_form"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<int:case_id>/", cases.case, name="case"),
    path("cases/<int:case_id>/file/<uuid:token>/", cases.file, name="file"),
    path("cases/<int:case_id>/<slug:name>/", cases.deed, name="deed"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("messages/<int:message_id>/", notices.message, name="message"),
    path("preferences/", notices.preferences, name="preferences"),
    path("push/", notices.push, name="push"),
    path("me/", me.me, name="me"),
    path("me/password/", me.password, name="password"),
    path("me/phone/", me.phone, name="phone"),
    path("me/sessions/", me.sessions_end, name="sessions_end"),
    path("me/household/", household.household, name="household"),
    path("me/household/add/", household.add, name="member_add"),
    path("me/household/<int:tie_id>/remove/", household.remove, name="member_remove"),
    path("me/household/<int:person_id>/invite/", household.invite, name="member_invite"),
    path("here/<str:label>/", here.here, name="here"),
    path("follow/<path:token>/", here.follow, name="follow"),
    path("offline/", shell.offline, name="offline"),
    path("sw.js", shell.service_worker, name="sw"),
]
