"""`anju plan`: read a service plan, and score the reading against a gold file. Needs no database."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from anju.modules.plans.contracts import PlanReading
from anju.modules.plans.facade.reading import (
    DocumentRefused,
    Tally,
    can_recognise,
    read_document,
    read_plan,
    score,
    to_gold_list,
)
from anju.site.commands.start import Refusal

REFUSALS = {
    "empty_file": "the file holds no text.",
    "too_large": "the file is larger than 20 MB.",
    "wrong_encoding": "the text is in no encoding that Chinese plans use (UTF-8, GB 18030, Big5, UTF-16).",
    "scanned_pdf": "pages {pages} of {total} are pictures without text; {way}.",
    "scanned_image": "this is a picture of text; {way}.",
    "scan_too_long": "{pages} scanned pages are too many to recognise at once, at most {limit}; split the file.",
    "encrypted_pdf": "the PDF is protected by a password.",
    "broken_file": "the file is damaged and cannot be opened.",
    "unknown_format": "only TXT, DOCX, PDF and pictures of pages can be read.",
    "table_only": "this is a table, not the text of a plan.",
}
RECOGNISE = "recognise them with --ocr"
INSTALL = (
    "install character recognition (pip install 'anju[ocr]', Python below 3.13) and read them with --ocr, or hand in "
    "the Word file"
)
GOLD_KEYS = {"quote", "kind", "comparator", "value", "unit", "period", "every", "plan"}
COLUMNS = ("section", "domain", "kind", "says", "confidence", "quote")
QUOTE_WIDTH = 60


def add(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    """Add `plan` and what it can do; return the place where more can be added to it."""
    parser = actions.add_parser(
        "plan", help="read a service plan; what it costs, its register, several compared"
    )
    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    reading = words.add_parser("read", help="list every quantified commitment of a TXT, DOCX or PDF plan")
    reading.add_argument("file", type=Path, metavar="FILE")
    reading.add_argument(
        "--json", action="store_true", help="a JSON list with the keys of a gold file, and confidence"
    )
    _take_scans(reading)
    reading.set_defaults(run=show)
    scoring = words.add_parser("score", help="precision, recall and F1 per kind against a gold file")
    scoring.add_argument("file", type=Path, metavar="FILE")
    scoring.add_argument("gold", type=Path, metavar="GOLD.jsonl")
    _take_scans(scoring)
    scoring.set_defaults(run=compare)
    return words


def _take_scans(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ocr", action="store_true", help="recognise scanned pages and pictures as well, seconds to a page"
    )


def show(chosen: argparse.Namespace) -> int:
    _end_with_the_reader()
    reading = read(chosen.file, ocr=chosen.ocr)
    _say_scans(reading)
    rows = to_gold_list(reading.commitments, document=chosen.file.stem.split("_")[0])
    if chosen.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for line in table(COLUMNS, [_cells(row) for row in rows]):
        print(line)
    print(
        f"\n{len(rows)} commitments, {len(reading.unread)} passages with a number or a duty not understood:"
    )
    for passage in reading.unread:
        print(f"  {passage.section:<12} {passage.reason:<28} {_one_line(passage.quote)}")
    return 0


def compare(chosen: argparse.Namespace) -> int:
    _end_with_the_reader()
    gold = read_gold(chosen.gold)
    result = score(read(chosen.file, ocr=chosen.ocr), gold)
    rows = [_scores(kind, tally) for kind, tally in sorted(result.per_kind.items())]
    for line in table(
        ("kind", "gold", "found", "right", "precision", "recall", "f1"),
        [*rows, _scores("all", result.overall)],
    ):
        print(line)
    return 0


def read(file: Path, *, ocr: bool = False) -> PlanReading:
    """Raises Refusal in one sentence for a file that is not there or cannot be read."""
    try:
        return read_plan(read_document(file.read_bytes(), file.name, ocr=ocr))
    except OSError as error:
        raise Refusal(f"{file}: {error.strerror or error}.") from error
    except DocumentRefused as refusal:
        way = RECOGNISE if can_recognise() else INSTALL
        sentence = REFUSALS.get(refusal.code, refusal.code).format(**{**refusal.params, "way": way})
        raise Refusal(f"{file}: {sentence}") from refusal


def _say_scans(reading: PlanReading) -> None:
    """Which pages are pictures, on the error output: the list itself stays a list."""
    for scan in reading.document.scans:
        pages = f"page {scan.first_page}" if scan.first_page == scan.last_page else (
            f"pages {scan.first_page}-{scan.last_page}"
        )  # fmt: skip
        fate = (
            f"not read, scanned; {RECOGNISE if can_recognise() else INSTALL}"
            if scan.certainty is None
            else f"recognised from a scan, certainty {scan.certainty:.2f} at least"
        )
        print(f"{pages}: {fate}.", file=sys.stderr)


def read_gold(file: Path) -> list[dict[str, Any]]:
    """Raises Refusal naming the line that is no gold object."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{file}: {error}.") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or not row.keys() >= GOLD_KEYS:
            raise Refusal(f"{file}, line {number}: not an object with the keys of a gold file.")
        rows.append(row)
    return rows


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of a table in even columns; a Chinese character is as wide as two others."""
    columns = list(zip(heads, *rows, strict=True))
    widths = [max(map(_width, column)) for column in columns]
    for row in (heads, *rows):
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _end_with_the_reader() -> None:
    """`… | head` closes the pipe early: that ends the command and is no fault of it."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _cells(row: dict[str, Any]) -> list[str]:
    number = "" if row["value"] is None else f"{row['value']:g} "
    per = f"/{row['every'] if row['every'] != 1 else ''}{row['period']}" if row["period"] else ""
    sign = {"ge": ">= ", "le": "<= "}.get(row["comparator"], "")
    plan = f"P{row['plan']} " if row["plan"] is not None else ""
    return [
        plan + row["section"], row["domain"], row["kind"], f"{sign}{number}{row['unit'] or ''}{per}",
        f"{row['confidence']:.2f}", _one_line(row["quote"]),
    ]  # fmt: skip


def _scores(kind: str, tally: Tally) -> list[str]:
    shares = (f"{share:.3f}" for share in (tally.precision, tally.recall, tally.f1))
    return [kind, str(tally.gold), str(tally.found), str(tally.right), *shares]


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_WIDTH else flat[: QUOTE_WIDTH - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
