"""Addresses of community life, below /community/: one file per subject."""

from anju.modules.community.urls import (
    campaigns,
    dogs,
    gatherings,
    merchants,
    picking,
    returns,
    safety,
    surveys,
)

app_name = "community"
urlpatterns = [
    *campaigns.urlpatterns,
    *dogs.urlpatterns,
    *gatherings.urlpatterns,
    *merchants.urlpatterns,
    *picking.urlpatterns,
    *returns.urlpatterns,
    *safety.urlpatterns,
    *surveys.urlpatterns,
]
