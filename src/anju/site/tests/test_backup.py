"""The whole way: a home with data, its backup, another home restored from it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from anju.site.home import CHECKOUT

MAKE = """
from anju.site.commands import start
start.as_app()
from django.db import transaction
from anju.foundation import actors, audit, files, scope
from anju.foundation.accounts import services
from anju.foundation.audit import chain
org = services.organisation_create(name="备份物业", short_name="备份")
user = services.user_create(username="wang", name="王芳", password="correct horse 42", phone="13800001234")
services.member_add(user=user, org=org)
with scope.enter(org.pk), transaction.atomic():
    boss = actors.root("终端", org.pk)
    services.role_assign(actor=boss, user=user, role_code="admin")
    keep = files.purpose("test.backup", reading=None)
    files.keep(actor=boss, what=keep, name="方案.txt", data="写在方案里的承诺".encode())
    chain.seal(org.pk)
"""
READ = """
from anju.site.commands import start
start.as_app()
from django.db import transaction
from anju.foundation import files, scope
from anju.foundation.accounts.models import Organisation, User
from anju.foundation.files.models import StoredFile
user = User.objects.by_phone("13800001234")
assert user.phone == "13800001234" and user.check_password("correct horse 42")
org = Organisation.objects.get()
with scope.enter(org.pk), transaction.atomic():
    assert files.open_file(StoredFile.objects.get()).read().decode() == "写在方案里的承诺"
    print("READ", org.name, StoredFile.objects.get().name)
"""


@pytest.fixture
def home(tmp_path):
    """`home(name)` → a function that runs anju (or, with code=, Python) in a home of its own; stopped at the end."""
    used = []

    def of(name):
        env = {**os.environ, "ANJU_HOME": str(tmp_path / name), "ANJU_CARELESS_DATABASE": "1",
               "PYTHONPATH": str(CHECKOUT / "src"), "DJANGO_SETTINGS_MODULE": "anju.site.settings"}  # fmt: skip
        for one in ("ANJU_DB_ROLE", "ANJU_DATABASE_NAME", "ANJU_DATABASE_URL"):
            env.pop(one, None)
        used.append(env)

        def run(*words, code=""):
            command = ["-c", code] if code else ["-m", "anju.site.cli", *words]
            return subprocess.run(
                [sys.executable, *command], env=env, capture_output=True, text=True, check=False, timeout=240
            )

        run.path = tmp_path / name
        return run

    yield of
    stop = "from anju.site import embedded; embedded.is_running() and embedded.stop()"
    for env in used:
        subprocess.run([sys.executable, "-c", stop], env=env, capture_output=True, check=False, timeout=60)


def good(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.nightly
def test_a_backup_brings_everything_back_in_an_empty_home(home, tmp_path):
    first, second, file = home("first"), home("second"), tmp_path / "moved.tar"
    good(first("migrate", "--quiet"))
    good(first(code=MAKE))
    assert "keep it apart" in good(first("backup", str(file)))
    assert first("backup", str(file)).returncode == 2
    said = good(second("restore", str(file)))
    assert "Restored" in said
    assert "READ 备份物业 方案.txt" in good(second(code=READ))
    assert "0 fault(s)" in good(second("audit", "verify"))

    refused = second("restore", str(file))
    assert refused.returncode == 2 and "--yes" in refused.stderr
    good(second("restore", str(file), "--yes"))
    assert list((second.path / "backups").glob("before-restore-*.tar"))
    assert "READ 备份物业 方案.txt" in good(second(code=READ))

    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(bytes(data))
    damaged = second("restore", str(file), "--yes")
    assert damaged.returncode == 2 and len(damaged.stderr.strip().splitlines()) == 1
    assert "READ 备份物业 方案.txt" in good(second(code=READ))
