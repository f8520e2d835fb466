"""Every module and engine has the same shape, and no file or function grows past what one can read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from anju.site.home import CHECKOUT

SOURCE = CHECKOUT / "src/anju"
ALLOWED = {
    "apps", "contracts", "rules", "permissions", "models", "queries", "services", "facade", "forms", "tables",
    "filters", "views", "api", "jobs", "registrations", "urls", "jinja2", "migrations", "tests", "__init__",
    "reports", "static",
}  # fmt: skip
LONGEST_FILE = 400
LONGEST_TEST_FILE = 600
LONGEST_FUNCTION = 50
PACKAGES = [
    one
    for floor in ("modules", "engines")
    for one in sorted((SOURCE / floor).iterdir())
    if one.is_dir() and not one.name.startswith("_")
]
FILES = [one for one in sorted(SOURCE.rglob("*.py")) if "migrations" not in one.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_a_package_holds_only_the_files_of_the_house(package):
    strange = [one.name for one in package.iterdir() if one.stem not in ALLOWED and one.name != "__pycache__"]
    assert strange == []


def test_no_file_is_longer_than_one_can_read():
    long = {}
    for file in FILES:
        lines = len(file.read_text("utf-8").splitlines())
        if lines > (LONGEST_TEST_FILE if "tests" in file.parts else LONGEST_FILE):
            long[name_of(file)] = lines
    assert long == {}


def test_no_function_is_longer_than_one_can_read():
    long = []
    for file in FILES:
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{name_of(file)}:{node.name} has {lines} lines")
    assert long == []


FORBIDDEN_NAMES = ("utils", "helpers", "manager", "common", "misc")


def test_no_file_is_named_for_nothing():
    assert [name_of(one) for one in FILES if one.stem in FORBIDDEN_NAMES] == []


def test_migrations_are_named_for_what_they_do():
    automatic = [
        one
        for one in SOURCE.rglob("migrations/0*.py")
        if "_auto_" in one.name or one.stem.endswith("_initial")
    ]
    assert [name_of(one) for one in automatic] == []


def test_no_signal_and_no_generic_key_does_business():
    words = ("post_save", "pre_save", "GenericForeignKey", "post_delete", "pre_delete")
    found = [name_of(one) for one in FILES if any(word in one.read_text("utf-8") for word in words)]
    assert found == []


def test_nothing_prints_outside_the_launcher():
    found = []
    for file in FILES:
        if file.is_relative_to(SOURCE / "site"):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
                found.append(f"{name_of(file)}:{node.lineno}")
    assert found == []
