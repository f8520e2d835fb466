from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "anju.portals.field"
    label = "field"
