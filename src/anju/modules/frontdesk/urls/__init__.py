"""Addresses of the front desk's pages, below /desk/: one file per subject."""

from django.urls import URLPattern

app_name = "frontdesk"
urlpatterns: list[URLPattern] = []
