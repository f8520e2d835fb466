"""How often the kind, severity and trade suggested from a resident's words are what a person said they are.

    python bench/suggestion.py              accuracy on the labelled wordings that no rule was written on
    python bench/suggestion.py --wrong      and each one that was guessed otherwise
    python bench/suggestion.py --learn      learn the weights anew from the examples and store them
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

from anju.modules.frontdesk.rules.wording import suggest_kind  # noqa: E402
from anju.modules.frontdesk.rules.wording.learning import examples, learned  # noqa: E402

PACKAGE = HERE.parent / "src/anju/modules/frontdesk"
SETS = ("wordings", "wordings_later")


def learn() -> None:
    began = time.perf_counter()
    found = learned(examples())
    target = PACKAGE / "rules/wording/weights.json"
    target.write_text(json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    weights = sum(len(own) for one in found.values() for own in one.values())
    print(f"{weights} weights from {len(examples())} examples in {time.perf_counter() - began:.1f} s")


def measure(name: str, wrong: bool) -> None:
    path = PACKAGE / f"tests/data/{name}.jsonl"
    if not path.exists():
        return
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    began = time.perf_counter()
    guesses = [suggest_kind(row["text"]) for row in rows]
    each = (time.perf_counter() - began) / len(rows)
    right = Counter[str]()
    by_kind: dict[str, Counter[str]] = {}
    for row, guess in zip(rows, guesses, strict=True):
        kinds = by_kind.setdefault(row["kind"], Counter())
        kinds["all"] += 1
        kinds["right"] += guess.kind == row["kind"]
        right["kind"] += guess.kind == row["kind"]
        right["severity"] += guess.severity == row["severity"]
        if row["kind"] == "repair":
            right["repairs"] += 1
            right["trade"] += guess.fields.get("trade") == row["trade"]
        if row["severity"] >= 3:
            right["grave"] += 1
            right["grave_seen"] += guess.severity >= 3
        if wrong and (guess.kind, guess.severity) != (row["kind"], row["severity"]):
            print(f"  {row['text']}  {row['kind']} {row['severity']} → {guess.kind} {guess.severity}")
    total = len(rows)
    print(f"{name}: {total} texts, {each * 1000:.2f} ms each")
    print(f"  kind      {right['kind']}/{total} = {right['kind'] / total:.1%}")
    print(f"  severity  {right['severity']}/{total} = {right['severity'] / total:.1%}")
    print(f"  trade     {right['trade']}/{right['repairs']} = {right['trade'] / right['repairs']:.1%} of the repairs")
    print(f"  serious or critical seen as such  {right['grave_seen']}/{right['grave']}")
    print("  " + "  ".join(f"{kind} {one['right']}/{one['all']}" for kind, one in sorted(by_kind.items())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    chosen = parser.parse_args()
    if chosen.learn:
        learn()
    for name in SETS:
        measure(name, chosen.wrong)


if __name__ == "__main__":
    main()
