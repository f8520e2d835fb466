"""Addresses of costs and of the register as a file."""

from django.urls import path, re_path

from anju.modules.plans.views import costing

urlpatterns = [
    path("versions/<int:version_id>/cost/", costing.cost, name="cost"),
    path("versions/<int:version_id>/cost.pdf", costing.cost_pdf, name="cost_pdf"),
    path("costs/<int:community_id>/", costing.basis, name="cost_basis"),
    re_path(r"^promises/register\.(?P<form>pdf|xlsx)$", costing.register, name="register"),
]
