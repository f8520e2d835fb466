from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "anju.portals.console"
    label = "console"

    def ready(self) -> None:
        from anju.portals.console import registrations  # noqa: F401
