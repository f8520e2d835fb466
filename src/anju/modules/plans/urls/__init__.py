"""Addresses of plans: one file per subject, each with its own `urlpatterns`."""

from anju.modules.plans.urls import checks, contracts, costing, desk, fulfilment, library, rounds, tenders

app_name = "plans"
urlpatterns = [
    *checks.urlpatterns,
    *contracts.urlpatterns,
    *costing.urlpatterns,
    *desk.urlpatterns,
    *fulfilment.urlpatterns,
    *library.urlpatterns,
    *rounds.urlpatterns,
    *tenders.urlpatterns,
]
