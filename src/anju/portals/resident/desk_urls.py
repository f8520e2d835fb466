"""Addresses of the desk's pages about residents' log-ins, below /residents/."""

from django.urls import path

from anju.portals.resident.views import desk

app_name = "resident_desk"
urlpatterns = [
    path("slips/", desk.slips, name="slips"),
    path("slips/<int:person_id>/", desk.slip, name="slip"),
]
