"""Addresses of the pages of time limits."""

from django.urls import path

from anju.modules.frontdesk.views import limits

urlpatterns = [
    path("limits/", limits.limits, name="limits"),
    path("limits/read/", limits.limits_again, name="limits_read"),
    path("limits/<int:promise_id>/", limits.limit, name="limit"),
    path("limits/<int:promise_id>/again/", limits.limit_again, name="limit_again"),
    path("limits/house/<str:code>/", limits.house_limit, name="house_limit"),
]
