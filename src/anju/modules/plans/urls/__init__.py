"""Addresses of plans: one file per subject, each with its own `urlpatterns`."""

from anju.modules.plans.urls import desk, fulfilment

app_name = "plans"
urlpatterns = [*desk.urlpatterns, *fulfilment.urlpatterns]
