from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "anju.engines.messages"
    # Django's own flash messages hold the label "messages".
    label = "messaging"

    def ready(self) -> None:
        from anju.engines.messages import registrations  # noqa: F401
