"""`anju dev`: what the people who build Anju need: a new module, a management command, the screenshots, the checks."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from anju.site.commands import start
from anju.site.home import CHECKOUT

FILES = {
    "__init__.py": "",
    "apps.py": """from django.apps import AppConfig


class {title}Config(AppConfig):
    name = "anju.modules.{name}"
    label = "{name}"

    def ready(self) -> None:
        from anju.modules.{name} import registrations  # noqa: F401
""",
    "contracts.py": '"""What other packages may know of {name}: values only, no Django."""\n',
    "permissions.py": '"""Permission codes of {name} and which default roles hold them."""\n',
    "models.py": '"""Tables of {name}."""\n',
    "queries.py": '"""Every read of {name}."""\n',
    "services.py": '"""Every write of {name}: one function per use case."""\n',
    "facade.py": '"""What other modules may call."""\n',
    "registrations.py": '"""What {name} declares to the house."""\n',
    "migrations/__init__.py": "",
    "tests/__init__.py": "",
}
CHECKS = (
    ("ruff", "check", "."),
    ("lint-imports",),
    ("mypy",),
)
# As it runs in public: behind TLS, where the deploy check must have nothing to say.
DJANGO_CHECKS: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (("makemigrations", "--check", "--dry-run", "-v1"), {}),
    (("check", "--deploy", "--fail-level", "WARNING"), {"ANJU_PUBLIC_URL": "https://anju.example"}),
)


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("dev", help="new-module NAME · manage … · check · openapi")
    parser.add_argument("task", choices=["new-module", "manage", "check", "openapi", "messages"])
    parser.add_argument("words", nargs="*")
    parser.set_defaults(run=run, rest=[])


def run(chosen: argparse.Namespace) -> int:
    tasks = {
        "new-module": new_module,
        "manage": manage,
        "check": check,
        "openapi": openapi,
        "messages": messages,
    }
    return tasks[chosen.task]([*chosen.words, *chosen.rest])


def new_module(words: list[str]) -> int:
    """Make the files of a module. Raises Refusal when the name is missing, malformed or taken."""
    name = words[0] if words else ""
    if not name.isidentifier() or not name.islower():
        raise start.Refusal("new-module needs a name of small letters, such as “fees”.")
    folder = CHECKOUT / "src/anju/modules" / name
    if folder.exists():
        raise start.Refusal(f"the module {name} is there already.")
    for file, text in FILES.items():
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.format(name=name, title=name.title().replace("_", "")), "utf-8")
    print(f"made {folder.relative_to(CHECKOUT)}; add anju.modules.{name} to INSTALLED_APPS.")
    return 0


def manage(words: list[str]) -> int:
    os.environ["ANJU_DB_ROLE"] = "owner"
    from django.core.management import execute_from_command_line

    start.as_owner()
    execute_from_command_line(["anju dev manage", *words])
    return 0


def check(_words: list[str]) -> int:
    """Lint, import contracts, types, missing migrations, deploy check: everything .ci/run asks after the tests."""
    failed = [
        " ".join(words)
        for words in CHECKS
        if _call(str(Path(sys.executable).with_name(words[0])), *words[1:])
    ]
    for words, more in DJANGO_CHECKS:
        env = {"ANJU_DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "anju.site.settings", **more}
        if _call(sys.executable, "-m", "django", *words, env=env):
            failed.append(" ".join(words))
    for name in failed:
        print(f"failed: {name}", file=sys.stderr)
    return 1 if failed else 0


def _call(*words: str, env: dict[str, str] | None = None) -> int:
    full = {**os.environ, "PYTHONPATH": str(CHECKOUT / "src"), **(env or {})}
    return subprocess.run(words, cwd=CHECKOUT, env=full, check=False).returncode


def openapi(_words: list[str]) -> int:
    start.as_app()
    from anju.foundation.api import schema_text

    (CHECKOUT / "docs/openapi.json").write_text(schema_text(), "utf-8")
    return 0


def messages(_words: list[str]) -> int:
    """Collect every text into the English catalogue; texts that are new stand there without a translation."""
    locale = CHECKOUT / "src/anju/site/locale"
    template = locale / "django.pot"
    babel = str(Path(sys.executable).with_name("pybabel"))
    extract = ["extract", "-F", str(CHECKOUT / "babel.cfg"), "-k", "gettext_lazy", "-k", "ngettext_lazy:1,2", "-k", "pgettext_lazy:1c,2", "-k", "_", "-k", "lazy",
               "--no-location", "--sort-output", "--omit-header", "-o", str(template), "src/anju"]  # fmt: skip
    update = ["update", "-D", "django", "-i", str(template), "-d", str(locale), "-l", "en", "--no-fuzzy-matching",
              "--ignore-obsolete", "--omit-header"]  # fmt: skip
    if not (locale / "en/LC_MESSAGES/django.po").exists():
        update = ["init", "-D", "django", "-i", str(template), "-d", str(locale), "-l", "en"]
    failed = _call(babel, *extract) or _call(babel, *update)
    template.unlink(missing_ok=True)
    return failed
