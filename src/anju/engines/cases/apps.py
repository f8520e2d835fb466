from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "anju.engines.cases"
    label = "cases"

    def ready(self) -> None:
        from anju.engines.cases import registrations  # noqa: F401
