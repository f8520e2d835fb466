"""Addresses of contracts, service standards and improvements."""

from django.urls import path

from anju.modules.plans.views import contracts, standards

urlpatterns = [
    path("contracts/", contracts.contract_list, name="contracts"),
    path("contracts/new/", contracts.add, name="contract_new"),
    path("contracts/<int:contract_id>/", contracts.contract, name="contract"),
    path("contracts/<int:contract_id>/edit/", contracts.edit, name="contract_edit"),
    path("contracts/<int:contract_id>/paper/", contracts.paper, name="contract_paper"),
    path("contracts/<int:contract_id>/file/", contracts.download, name="contract_file"),
    path("contracts/<int:contract_id>/end/", contracts.end, name="contract_end"),
    path("contracts/<int:contract_id>/stages/new/", contracts.stage_add, name="stage_new"),
    path("contracts/<int:contract_id>/stages/<int:stage_id>/", contracts.stage_act, name="stage_act"),
    path("contracts/<int:contract_id>/clauses/<int:clause_id>/", contracts.clause_side, name="clause_side"),
    path("standards/", standards.standards, name="standards"),
    path("standards/new/", standards.add, name="standard_new"),
    path("standards/take/", standards.take, name="standards_take"),
    path("standards/<int:standard_id>/edit/", standards.edit, name="standard_edit"),
    path("standards/<int:standard_id>/retire/", standards.retire, name="standard_retire"),
    path("improvements/new/", standards.improvement_add, name="improvement_new"),
    path("improvements/<int:improvement_id>/", standards.improvement_edit, name="improvement"),
    path("improvements/<int:improvement_id>/close/", standards.improvement_close, name="improvement_close"),
]
