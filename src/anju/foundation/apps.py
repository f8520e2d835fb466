from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    name = "anju.foundation"
    label = "foundation"

    def ready(self) -> None:
        from anju.foundation import error_texts, registrations  # noqa: F401
        from anju.foundation.accounts import factors, logins, members, roles, tokens  # noqa: F401
        from anju.foundation.scope import ddl

        post_migrate.connect(ddl.after_migrate, dispatch_uid="scope-ddl")
