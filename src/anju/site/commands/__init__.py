"""One file per subcommand; each adds its parser and sets `run`."""

from anju.site.commands import migrate
from anju.site.commands.start import Refusal

ALL = {"migrate": migrate.add}

__all__ = ["ALL", "Refusal"]
