"""Addresses of the front desk's pages, below /desk/: one file per subject."""

from django.urls import URLPattern

from anju.modules.frontdesk.urls import cases, desk

app_name = "frontdesk"
urlpatterns: list[URLPattern] = [
    *cases.urlpatterns,
    *desk.urlpatterns,
]
