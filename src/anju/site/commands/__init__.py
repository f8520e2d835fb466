"""One file per subcommand; each adds its parser and sets `run`."""

from anju.site.commands import demo, dev, migrate, plan, test, up
from anju.site.commands.start import Refusal

ALL = {
    "demo": demo.add,
    "up": up.add,
    "migrate": migrate.add,
    "test": test.add,
    "dev": dev.add,
    "plan": plan.add,
}

__all__ = ["ALL", "Refusal"]
