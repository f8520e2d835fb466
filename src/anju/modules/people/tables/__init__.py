"""Lists of people."""

from anju.modules.people.tables.persons import FILES, PERSONS, PERSONS_OPEN
from anju.modules.people.tables.registers import DEVICES, LOGS, PASSES, STAFF

__all__ = ["DEVICES", "FILES", "LOGS", "PASSES", "PERSONS", "PERSONS_OPEN", "STAFF"]
