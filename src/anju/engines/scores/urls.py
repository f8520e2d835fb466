"""Addresses of the indicators' pages, below /scores/."""

from django.urls import path

from anju.engines.scores import views

app_name = "scores"
urlpatterns = [
    path("", views.indicator_list, name="indicators"),
    path("freeze/", views.freeze, name="freeze"),
    path("results/<int:result_id>/", views.result, name="result"),
    path("<str:code>/", views.indicator, name="indicator"),
    path("<str:code>/target/", views.target, name="target"),
]
