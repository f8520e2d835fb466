"""Addresses of the worker's pages."""

from django.urls import path

from anju.portals.field.views import cases, own, safety, shell, sync, task, today

app_name = "field"
urlpatterns = [
    path("", today.today, name="today"),
    path("week/", today.week, name="week"),
    path("task/<int:occurrence_id>/", task.task, name="task"),
    path("scan/", task.scan, name="scan"),
    path("place/<str:code>/", task.place, name="place"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<int:case_id>/", cases.case, name="case"),
    path("cases/<int:case_id>/contact/", cases.case_contact, name="case_contact"),
    path("messages/", own.messages, name="messages"),
    path("me/", own.me, name="me"),
    path("safety/", safety.safety, name="safety"),
    path("safety/<int:brief_id>/read/", safety.brief_read, name="brief_read"),
    path("safety/<int:brief_id>/photo/", safety.brief_photo, name="brief_photo"),
    path("sync/", sync.sync, name="sync"),
    path("sw.js", shell.service_worker, name="sw"),
]
