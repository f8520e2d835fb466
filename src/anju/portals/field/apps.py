"""Portal `field`: the worker's phone page."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "anju.portals.field"
    label = "field"

    def ready(self) -> None:
        from anju.portals.field import registrations  # noqa: F401
