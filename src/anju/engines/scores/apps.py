"""Engine `scores`: indicators computed from observations, with their versions and evidence."""

from django.apps import AppConfig


class ScoresConfig(AppConfig):
    name = "anju.engines.scores"
    label = "scores"

    def ready(self) -> None:
        from anju.engines.scores import registrations  # noqa: F401
