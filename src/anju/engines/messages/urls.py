"""Addresses of the engine's pages, below /messages/."""

from django.urls import path

from anju.engines.messages.views import boards, channels, inbox, log, outside

app_name = "messages"
urlpatterns = [
    path("", inbox.inbox_list, name="inbox"),
    path("read/", inbox.read, name="read"),
    path("<int:message_id>/", inbox.message, name="message"),
    path("preferences/", inbox.preference, name="preferences"),
    path("addresses/new/", inbox.address_new, name="address_new"),
    path("addresses/<int:address_id>/", inbox.address, name="address"),
    path("addresses/<int:address_id>/again/", inbox.address_again, name="address_again"),
    path("addresses/<int:address_id>/remove/", inbox.address_remove, name="address_remove"),
    path("devices/<int:device_id>/remove/", inbox.device_remove, name="device_remove"),
    path("push-sw.js", outside.push_worker, name="push_worker"),
    path("log/", log.deliveries, name="log"),
    path("log/retry/", log.retry, name="retry"),
    path("log/<int:delivery_id>/", log.delivery, name="delivery"),
    path("log/<int:delivery_id>/unblock/", log.unblock, name="unblock"),
    path("channels/", channels.channel_list, name="channels"),
    path("channels/<slug:code>/", channels.channel, name="channel"),
    path("channels/<slug:code>/test/", channels.channel_test, name="channel_test"),
    path("channels/<slug:code>/clear/", channels.channel_clear, name="channel_clear"),
    path("notices/", boards.notice_list, name="notices"),
    path("notices/new/", boards.notice_new, name="notice_new"),
    path("notices/<int:notice_id>/", boards.notice, name="notice"),
    path("notices/<int:notice_id>/edit/", boards.notice_edit, name="notice_edit"),
    path("notices/<int:notice_id>/withdraw/", boards.notice_withdraw, name="notice_withdraw"),
    path("notices/<int:notice_id>/remove/", boards.notice_remove, name="notice_remove"),
    path("notices/<int:notice_id>/sheet/", boards.notice_sheet, name="notice_sheet"),
    path("notices/<int:notice_id>/told/", boards.notice_told, name="notice_told"),
    path("notices/<int:notice_id>/preview.png", boards.notice_preview, name="notice_preview"),
    path("u/<path:token>", outside.unsubscribe, name="unsubscribe"),
    path("n/<int:org_id>/<str:token>/", outside.notice_public, name="notice_public"),
    path("hooks/<int:org_id>/<slug:code>/", outside.hook, name="hook"),
]
