from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "anju.site"
    label = "site"
