"""One file per subcommand; each adds its parser and sets `run`."""

from anju.site.commands import audit, backup, demo, dev, migrate, plan_papers, restore, test, up
from anju.site.commands.start import Refusal

ALL = {
    "demo": demo.add,
    "up": up.add,
    "migrate": migrate.add,
    "test": test.add,
    "dev": dev.add,
    "plan": plan_papers.add,
    "backup": backup.add,
    "restore": restore.add,
    "audit": audit.add,
}

__all__ = ["ALL", "Refusal"]
