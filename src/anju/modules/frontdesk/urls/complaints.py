"""Addresses of complaints and of the ledgers over cases."""

from django.urls import path, re_path

from anju.modules.frontdesk.views import complaints, ledgers

urlpatterns = [
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/analysis/", complaints.analysis, name="complaint_analysis"),
    path("complaints/lessons/new/", complaints.lesson_new, name="lesson_new"),
    re_path(
        r"^complaints/lessons/(?P<lesson_id>\d+)/(?P<act>done|remove)/$",
        complaints.lesson_act,
        name="lesson_act",
    ),
    path("cases/week/", ledgers.week, name="week"),
    path("cases/repairs/", ledgers.repairs, name="repair_statistics"),
    path("cases/leaks/", ledgers.leaks, name="leaks"),
    path("cases/legacy/", ledgers.legacy, name="legacy"),
]
