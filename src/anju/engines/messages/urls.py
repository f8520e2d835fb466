"""Addresses of the engine's pages, below /messages/."""

app_name = "messages"
urlpatterns: list[object] = []
