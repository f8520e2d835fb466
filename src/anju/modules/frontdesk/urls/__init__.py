"""Addresses of the front desk's pages, below /desk/: one file per subject."""

from django.urls import URLPattern

from anju.modules.frontdesk.urls import cases, complaints, desk, limits, registers

app_name = "frontdesk"
urlpatterns: list[URLPattern] = [
    *cases.urlpatterns,
    *complaints.urlpatterns,
    *limits.urlpatterns,
    *desk.urlpatterns,
    *registers.urlpatterns,
]
