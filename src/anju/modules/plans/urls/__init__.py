"""Addresses of plans: one file per subject, each with its own `urlpatterns`."""

from anju.modules.plans.urls import desk, fulfilment, rounds

app_name = "plans"
urlpatterns = [*desk.urlpatterns, *fulfilment.urlpatterns, *rounds.urlpatterns]
