"""Benchmark of the plan reader: speed at 1×, 2× and 4× of a 440-page document, memory, calibration.

    python bench/reader.py            speed and memory on a generated document, then F1, likeness of deeds and
                                      things, and calibration over the labelled documents of the tests, then
                                      the confidence by family of rules with one set left out at a time
    python bench/reader.py --gold DIR the same over DIR/plans and DIR/gold as well

The text of a DOCX and of a PDF of the same size, in one column and in two, is measured in a process of its own
each, for its peak memory. Yardstick of linearity: seconds per 100,000 characters must stay level from 1× to 4×.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import multiprocessing
import random
import re
import resource
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from anju.modules.plans.contracts import PlanDocument
from anju.modules.plans.rules.reader import read_document, read_plan, score
from anju.modules.plans.rules.reader.confidence import trust

CHARACTERS = 300_000
OWN = Path(__file__).resolve().parent.parent / "src/anju/modules/plans/tests/data"
_PLACES = (
    "大堂",
    "电梯轿厢",
    "地下车库",
    "楼梯扶手",
    "果皮箱",
    "景观水池",
    "屋面天沟",
    "配电房",
    "消防泵房",
    "儿童乐园",
)
_DEEDS = ("清扫", "擦拭", "巡查", "检修", "消毒", "保养", "疏通", "盘点")
_PERIODS = ("每日", "每周", "每半月", "每两个月", "每季度", "每半年", "每年")
_FILLER = "各岗位人员应当熟悉业务流程,服从统一调度,保持现场整洁有序,发现异常情况须按流程逐级报告并做好记录。"


def generated(characters: int, seed: int = 7) -> str:
    """A plan of about that many characters: a promise in every third sentence, labels as in a real bid."""
    rng = random.Random(seed)
    parts, length, item = ["物业服务投标方案"], 0, 0
    while length < characters:
        item += 1
        place, deed, period = rng.choice(_PLACES), rng.choice(_DEEDS), rng.choice(_PERIODS)
        block = (
            f"第{item}条 {place}管理\n1、{place}{period}{deed}{rng.randint(1, 4)}次,完好率不低于{rng.randint(85, 99)}%。{_FILLER}\n"
            f"2、接到报修后{rng.randint(5, 60)}分钟内到达现场,记录保存{rng.randint(1, 5)}年以上。{_FILLER}\n{_FILLER}"
        )
        parts.append(block)
        length += len(block) + 1
    return "\n".join(parts)


def speed() -> None:
    """Seconds and commitments at 1×, 2×, 4×; peak memory at 1×."""
    read_plan(PlanDocument(generated(5_000), "txt"))
    print(f"{'size':>6} {'characters':>11} {'commitments':>12} {'CPU s':>7} {'s per 100k':>11}")
    for factor in (1, 2, 4):
        document = PlanDocument(generated(CHARACTERS * factor), "txt")
        started = time.process_time()
        reading = read_plan(document)
        spent = time.process_time() - started
        size = len(document.text)
        print(
            f"{factor:>5}× {size:>11,} {len(reading.commitments):>12,} {spent:>7.2f} {spent / size * 1e5:>11.3f}"
        )
    tracemalloc.start()
    read_plan(PlanDocument(generated(CHARACTERS), "txt"))
    print(f"peak memory at 1×: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB")


def as_docx(text: str) -> bytes:
    """The text in Word, a paragraph to a line."""
    from docx import Document

    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_pdf(text: str, columns: int = 1) -> bytes:
    """The text on A4 with a running head and page numbers, by typst in a Chinese typeface of the system."""
    import typst

    families = ", ".join(
        f'"{name}"' for name in ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Noto Sans SC")
    )
    head = (
        f'#set page(paper: "a4", columns: {columns}, margin: 3.4cm, header: [服务方案],'
        " footer: context align(center)[第 #counter(page).display() 页])\n"
        f"#set text(font: ({families}), size: 12pt)\n#set par(leading: 1.05em)\n"
    )
    return bytes(typst.compile((head + text.replace("\n", "\n\n")).encode()))


def extract(data: bytes, name: str) -> tuple[int, int, float, float]:
    """Pages, characters and CPU seconds of the text extraction, and the peak memory of its process in MB."""
    read_document(as_docx("热身。"), "warm.docx")
    started = time.process_time()
    document = read_document(data, name)
    spent = time.process_time() - started
    return len(document.pages), len(re.sub(r"\s", "", document.text)), spent, peak()


def peak() -> float:
    """Peak memory of this process in MB; a child's rusage on Linux begins with its parent's, its status does not."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def formats() -> None:
    """CPU seconds and memory of the text extraction alone, at 1× and 2×."""
    print(f"{'format':>14} {'size':>5} {'pages':>6} {'characters':>11} {'CPU s':>7} {'peak MB':>8}")
    spawn = multiprocessing.get_context("spawn")
    for name, make in (
        ("plan.docx", as_docx),
        ("plan.pdf", as_pdf),
        ("columns.pdf", lambda text: as_pdf(text, 2)),
    ):
        for factor in (1, 2):
            data = make(generated(CHARACTERS * factor))
            with spawn.Pool(1) as pool:
                pages, characters, spent, added = pool.apply(extract, (data, name))
            print(f"{name:>14} {factor:>4}× {pages or '':>6} {characters:>11,} {spent:>7.2f} {added:>8.0f}")


def gold_pairs(folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Name, plan and labels of every labelled document of a folder with plans/ and gold/."""
    for gold_file in sorted((folder / "gold").glob("gold_*.jsonl")):
        name = gold_file.stem.removeprefix("gold_")
        for plan_file in sorted((folder / "plans").glob(f"{name}_*")):
            yield name, plan_file, gold_file


def own_pairs() -> Iterator[tuple[str, Path, Path]]:
    """The same of the test documents."""
    for plan_file in sorted(OWN.glob("*/*.txt")):
        yield f"{plan_file.parent.name}/{plan_file.stem}", plan_file, plan_file.with_suffix(".jsonl")


def likeness(said: str, wanted: str) -> float:
    """Character F1 of two short texts."""
    shared = sum((Counter(said) & Counter(wanted)).values())
    return 2 * shared / (len(said) + len(wanted)) if said or wanted else 1.0


def calibration(documents: Iterator[tuple[str, Path, Path]]) -> None:
    """F1 and likeness of the labels per document; share of right readings per band of confidence over all."""
    bands: dict[float, list[bool]] = {}
    deeds: list[float] = []
    things: list[float] = []
    for name, plan_file, gold_file in documents:
        reading = read_plan(read_document(plan_file.read_bytes(), plan_file.name))
        gold = [json.loads(line) for line in gold_file.read_text("utf-8").splitlines() if line.strip()]
        result = score(reading, gold)
        overall = result.overall
        print(
            f"{name:>14}: P {overall.precision:.3f}  R {overall.recall:.3f}  F1 {overall.f1:.3f}  ({overall})"
        )
        wrong = set(result.wrong)
        for index, one in enumerate(reading.commitments):
            bands.setdefault(int(one.confidence * 20) / 20, []).append(index not in wrong)
        for said, wanted in result.pairs:
            deeds.append(likeness(reading.commitments[said].activity, gold[wanted]["activity"]))
            things.append(likeness(reading.commitments[said].object, gold[wanted]["object"]))
    print(f"likeness: activity {sum(deeds) / len(deeds):.3f}, object {sum(things) / len(things):.3f}")
    print(f"{'confidence ≥':>13} {'said':>6} {'right':>7}")
    for floor in sorted(bands, reverse=True):
        hits = [hit for band, found in bands.items() if band >= floor for hit in found]
        print(f"{floor:>13.2f} {len(hits):>6} {sum(hits) / len(hits):>7.1%}")


def families() -> None:
    """Confidence by family of rules from what each set gave at first sight, and what it is worth: the share of
    right readings said with 0.9 or more on a set whose own figures were left out."""
    with (OWN / "first_sight.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["family"], row["set"], int(row["said"]), int(row["right"])) for row in csv.DictReader(file)
        ]
    total = _by_family(rows)
    print(f"{'family':>18} {'said':>5} {'right':>6} {'confidence':>11}")
    for family, (said, right) in sorted(total.items(), key=lambda item: -item[1][0]):
        print(f"{family:>18} {said:>5} {right / said:>6.1%} {trust(said, right):>11.2f}")
    print(f"{'set left out':>18} {'sure':>5} {'right':>6}")
    everywhere = [0, 0]
    for name in dict.fromkeys(row[1] for row in rows):
        others = _by_family([row for row in rows if row[1] != name])
        sure = [row for row in rows if row[1] == name and trust(*others.get(row[0], (0, 0))) >= 0.9]
        said, right = sum(row[2] for row in sure), sum(row[3] for row in sure)
        everywhere = [everywhere[0] + said, everywhere[1] + right]
        print(f"{name:>18} {said:>5} {right / max(said, 1):>6.1%}")
    print(f"{'all':>18} {everywhere[0]:>5} {everywhere[1] / everywhere[0]:>6.1%}")


def _by_family(rows: list[tuple[str, str, int, int]]) -> dict[str, tuple[int, int]]:
    total: dict[str, tuple[int, int]] = {}
    for family, _, said, right in rows:
        before = total.get(family, (0, 0))
        total[family] = before[0] + said, before[1] + right
    return total


def main() -> None:
    """Run the benches asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, help="folder with plans/ and gold/")
    arguments = parser.parse_args()
    speed()
    formats()
    calibration(own_pairs())
    if arguments.gold:
        calibration(gold_pairs(arguments.gold))
    families()


if __name__ == "__main__":
    main()
