from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "anju.engines.schedule"
    label = "schedule"

    def ready(self) -> None:
        from anju.engines.schedule import registrations  # noqa: F401
