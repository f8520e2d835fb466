"""Addresses of community life, below /community/: one file per subject."""

from anju.modules.community.urls import campaigns, gatherings, returns, surveys

app_name = "community"
urlpatterns = [
    *campaigns.urlpatterns,
    *gatherings.urlpatterns,
    *returns.urlpatterns,
    *surveys.urlpatterns,
]
