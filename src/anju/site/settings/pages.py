from pathlib import Path

from anju.foundation.ui.assets import is_immutable
from anju.site.home import CHECKOUT, home

PACKAGE = Path(__file__).resolve().parents[2]
DIST = CHECKOUT / "web" / "dist"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "anju.foundation.ui.environment.environment",
            "context_processors": ["anju.portals.context.shell"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(PACKAGE / "site" / "templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
# Pages under these addresses show errors in their own frame; all others in the console's.
ERROR_TEMPLATES = {"/field/": "field/error.html", "/home/": "resident/error.html"}
# Where residents live; a page of the staff's leads them there.
RESIDENT_URL = "/home/"
STATIC_URL = "/static/"
STATIC_ROOT = str(home().folder("static"))
STATICFILES_DIRS = [str(DIST)] if DIST.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "anju.foundation.ui.assets.AssetStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = is_immutable
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
