from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    name = "anju.foundation"
    label = "foundation"

    def ready(self) -> None:
        from anju.foundation import registrations  # noqa: F401
        from anju.foundation.scope import ddl

        post_migrate.connect(ddl.after_migrate, dispatch_uid="scope-ddl")
