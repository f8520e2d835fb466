"""The `anju` command inside the installed package; `./anju` sets the machine up and hands over to it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from anju.site import commands

COMMANDS: dict[str, Callable[[argparse._SubParsersAction[argparse.ArgumentParser]], None]] = commands.ALL


def main(arguments: Sequence[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.site.settings")
    parser = argparse.ArgumentParser(prog="anju", description="Anju 安居：让每一条服务承诺都有着落。")
    actions = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in COMMANDS.values():
        add(actions)
    chosen, rest = parser.parse_known_args(arguments)
    if rest and not hasattr(chosen, "rest"):
        parser.error(f"unknown words: {' '.join(rest)}")
    chosen.rest = rest
    try:
        return int(chosen.run(chosen) or 0)
    except commands.Refusal as refusal:
        print(f"anju: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
