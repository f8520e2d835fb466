"""Addresses of the foundation itself, for the site to mount at the root."""

from django.urls import path

from anju.foundation.web import views_files, views_health, views_search

urlpatterns = [
    path("health/", views_health.health, name="health"),
    path("search/", views_search.search, name="search"),
    path("files/<uuid:token>/", views_files.serve_file, name="file"),
]
