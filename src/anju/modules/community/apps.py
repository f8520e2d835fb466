from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "anju.modules.community"
    label = "community"

    def ready(self) -> None:
        from anju.modules.community import registrations  # noqa: F401
