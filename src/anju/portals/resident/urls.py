"""Addresses of the resident's pages, below /home/."""

from django.urls import URLPattern

app_name = "resident"
urlpatterns: list[URLPattern] = []
