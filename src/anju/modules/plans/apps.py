from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "anju.modules.plans"
    label = "plans"

    def ready(self) -> None:
        from anju.modules.plans import registrations  # noqa: F401
