from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    name = "anju.modules.frontdesk"
    label = "frontdesk"

    def ready(self) -> None:
        from anju.modules.frontdesk import registrations  # noqa: F401
