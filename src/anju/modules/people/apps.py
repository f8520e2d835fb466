from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "anju.modules.people"
    label = "people"

    def ready(self) -> None:
        from anju.modules.people import registrations  # noqa: F401
