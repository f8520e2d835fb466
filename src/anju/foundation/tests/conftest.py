"""Fixtures of the foundation's tests."""

from anju.foundation.tests.ui_samples import pages, tasks

__all__ = ["pages", "tasks"]
