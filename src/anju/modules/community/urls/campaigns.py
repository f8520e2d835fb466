from django.urls import path

from anju.modules.community.views import campaigns

urlpatterns = [
    path("visits/", campaigns.campaign_list, name="campaigns"),
    path("visits/new/", campaigns.campaign_new, name="campaign_new"),
    path("visits/<int:campaign_id>/", campaigns.campaign, name="campaign"),
    path("visits/<int:campaign_id>/close/", campaigns.campaign_close, name="campaign_close"),
    path("visits/<int:campaign_id>/report.pdf", campaigns.campaign_report, name="campaign_report"),
    path("visits/homes/<int:home_id>/", campaigns.home_visit, name="home_visit"),
]
