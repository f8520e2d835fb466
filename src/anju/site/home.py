"""The folder where one installation keeps its database, files, secrets and backups."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Home:
    """`path` is absolute; every other folder is below it and made when first asked for."""

    path: Path

    def folder(self, name: str) -> Path:
        """Return the folder `name`, made with access for its owner where it did not exist."""
        wanted = self.path / name
        wanted.mkdir(parents=True, exist_ok=True)
        return wanted

    def secret(self, name: str) -> str:
        """Return the secret `name`; it is made at the first call and stays the same from then on."""
        known = self._secrets()
        if name not in known:
            known[name] = secrets.token_urlsafe(48)
            self._write(known)
        return known[name]

    def _secrets(self) -> dict[str, str]:
        try:
            return dict(json.loads((self.path / "secrets.json").read_text("utf-8")))
        except FileNotFoundError:
            return {}

    def _write(self, values: dict[str, str]) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        target = self.path / "secrets.json"
        draft = target.with_suffix(f".{os.getpid()}.new")
        draft.write_text(json.dumps(values, indent=1), "utf-8")
        draft.chmod(0o600)
        draft.replace(target)


def home() -> Home:
    """ANJU_HOME, else `.anju` beside the checkout, else `~/.anju` for an installed package."""
    named = os.environ.get("ANJU_HOME")
    if named:
        return Home(Path(named).expanduser().resolve())
    beside = CHECKOUT / "pyproject.toml"
    return Home(CHECKOUT / ".anju" if beside.exists() else Path.home() / ".anju")
