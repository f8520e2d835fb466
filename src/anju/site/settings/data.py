import os

from anju.site import database
from anju.site.home import CHECKOUT, home

DATABASES = {
    "default": database.current().settings(
        ATOMIC_REQUESTS=True,
        CONN_MAX_AGE=60,
        CONN_HEALTH_CHECKS=True,
        OPTIONS=database.limited(
            dict(database.current().options), int(os.environ.get("ANJU_STATEMENT_SECONDS", "0"))
        ),
        TEST={"NAME": None},
    )
}
APP_ROLE = database.app().user
MEDIA_ROOT = str(home().folder("files"))
BACKUP_ROOT = str(home().folder("backups"))
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
FONT_ROOT = str(home().path / "fonts")
FONT_PACKAGE = str(CHECKOUT / "web/node_modules/@fontsource/noto-sans-sc")
SYSTEM_FONTS = True
