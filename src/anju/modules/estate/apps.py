from django.apps import AppConfig


class EstateConfig(AppConfig):
    name = "anju.modules.estate"
    label = "estate"

    def ready(self) -> None:
        from anju.modules.estate import registrations  # noqa: F401
