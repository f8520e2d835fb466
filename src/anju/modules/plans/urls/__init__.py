"""Addresses of plans: one file per subject, each with its own `urlpatterns`."""

from anju.modules.plans.urls import desk, fulfilment, library, rounds

app_name = "plans"
urlpatterns = [*desk.urlpatterns, *fulfilment.urlpatterns, *library.urlpatterns, *rounds.urlpatterns]
