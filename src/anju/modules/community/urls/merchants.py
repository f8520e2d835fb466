from django.urls import path, re_path

from anju.modules.community.views import merchant_actions, merchants

urlpatterns = [
    path("merchants/", merchants.merchant_list, name="merchants"),
    path("merchants/new/", merchants.merchant_new, name="merchant_new"),
    path("merchants/<int:merchant_id>/", merchants.merchant, name="merchant"),
    path("merchants/<int:merchant_id>/edit/", merchants.merchant_edit, name="merchant_edit"),
    path("merchants/<int:merchant_id>/state/", merchants.merchant_state, name="merchant_state"),
    path("merchants/<int:merchant_id>/equipment/", merchants.equipment, name="merchant_equipment"),
    path("merchants/<int:merchant_id>/complaint/", merchants.complaint, name="merchant_complaint"),
    path("merchants/<int:merchant_id>/link/", merchants.case_link, name="merchant_link"),
    path("merchants/<int:merchant_id>/phone/", merchants.merchant_phone, name="merchant_phone"),
    path("merchants/<int:merchant_id>/check/", merchants.check_new, name="merchant_check_new"),
    path("merchants/equipment/<int:equipment_id>/", merchants.cleaning, name="merchant_cleaning"),
    path("merchants/checks/", merchants.check_list, name="merchant_checks"),
    path("merchants/checks/<int:check_id>/", merchants.check, name="merchant_check"),
    path("merchants/checks/<int:check_id>/again/", merchants.check_again, name="merchant_check_again"),
    path("merchants/actions/", merchant_actions.action_list, name="joint_actions"),
    path("merchants/actions/new/", merchant_actions.action_new, name="joint_action_new"),
    path("merchants/actions/<int:action_id>/", merchant_actions.action, name="joint_action"),
    path("merchants/actions/<int:action_id>/step/", merchant_actions.step_new, name="joint_step_new"),
    path(
        "merchants/actions/<int:action_id>/merchant/", merchant_actions.merchant_join, name="joint_merchant"
    ),
    path("merchants/actions/<int:action_id>/case/", merchant_actions.action_case, name="joint_case"),
    path(
        "merchants/actions/<int:action_id>/close/", merchant_actions.action_close, name="joint_action_close"
    ),
    path("merchants/actions/<int:pk>/reopen/", merchant_actions.action_reopen, name="joint_action_reopen"),
    path(
        "merchants/actions/<int:action_id>/report.pdf",
        merchant_actions.action_paper,
        name="joint_action_paper",
    ),
    path("merchants/actions/steps/<int:step_id>/", merchant_actions.step_done, name="joint_step"),
    path("merchants/street/", merchant_actions.street_list, name="street"),
    path("merchants/street/new/", merchant_actions.street_new, name="street_new"),
    path("merchants/street/report.pdf", merchant_actions.street_paper, name="street_paper"),
    path("merchants/street/<int:finding_id>/", merchant_actions.street_one, name="street_one"),
    path("merchants/street/<int:pk>/reopen/", merchant_actions.street_reopen, name="street_reopen"),
    re_path(
        r"^merchants/street/(?P<finding_id>\d+)/(?P<what>report|answer|close)/$",
        merchant_actions.street_deed,
        name="street_deed",
    ),
]
