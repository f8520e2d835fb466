"""Addresses of tenders and their bids."""

from django.urls import path

from anju.modules.plans.views import tenders

urlpatterns = [
    path("tenders/", tenders.tender_list, name="tenders"),
    path("tenders/new/", tenders.add, name="tender_new"),
    path("tenders/<int:tender_id>/", tenders.tender, name="tender"),
    path("tenders/<int:tender_id>/edit/", tenders.edit, name="tender_edit"),
    path("tenders/<int:tender_id>/weigh/", tenders.weigh, name="tender_weigh"),
    path("tenders/<int:tender_id>/cancel/", tenders.cancel, name="tender_cancel"),
    path("tenders/<int:tender_id>/bids/new/", tenders.bid_add, name="bid_new"),
    path("bids/<int:bid_id>/edit/", tenders.bid_edit, name="bid_edit"),
    path("bids/<int:bid_id>/withdraw/", tenders.bid_withdraw, name="bid_withdraw"),
    path("bids/<int:bid_id>/choose/", tenders.bid_choose, name="bid_choose"),
]
