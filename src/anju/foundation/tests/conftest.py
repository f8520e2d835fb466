"""Fixtures of the foundation's tests."""

from anju.foundation.tests.people_samples import own_menu, wang
from anju.foundation.tests.ui_samples import built_or_pretended, pages, tasks

__all__ = ["built_or_pretended", "own_menu", "pages", "tasks", "wang"]
