"""Settings of the test run: a home of its own, whose database may lose everything in a crash."""

import os

from anju.site.home import CHECKOUT

os.environ.setdefault("ANJU_HOME", str(CHECKOUT / ".anju" / "test"))
os.environ.setdefault("ANJU_CARELESS_DATABASE", "1")
os.environ.setdefault("ANJU_LOG_LEVEL", "ERROR")

from anju.site import database

database.prepare()

from anju.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]  # noqa: F405
