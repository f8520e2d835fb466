"""Residents in a running demo, unless they are there already."""

from __future__ import annotations

import subprocess
import sys

FILL = """
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from anju.foundation import actors, scope
from anju.foundation.accounts.models import Organisation
from anju.modules.estate import facade as estate
from anju.modules.people.models import Person
from anju.site.demo import persons
org = Organisation.objects.filter(kind="company").order_by("pk").first() or Organisation.objects.order_by("pk").first()
with transaction.atomic(), scope.enter(org.pk):
    if not Person.objects.exists():
        found = {one.name: one.id for one in estate.communities()}
        persons.fill(actors.root("演示数据", org.pk), [found["云杉苑"], found["清荷里"]], timezone.now())
"""


def fill(site) -> None:
    subprocess.run([sys.executable, "-c", FILL], env=site.env, check=True)
