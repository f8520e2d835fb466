"""Portal `resident`: the resident's phone."""

from django.apps import AppConfig


class ResidentConfig(AppConfig):
    name = "anju.portals.resident"
    label = "resident"

    def ready(self) -> None:
        from anju.portals.resident import registrations  # noqa: F401
