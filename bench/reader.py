"""Benchmark of the plan reader: speed at 1×, 2× and 4× of a 440-page document, memory, calibration.

    python bench/reader.py            speed and memory on a generated document, then F1, likeness of deeds and
                                      things, and calibration over the labelled documents of the tests
    python bench/reader.py --gold DIR the same over DIR/plans and DIR/gold as well

Yardstick of linearity: seconds per 100,000 characters must stay level from 1× to 4×.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from anju.modules.plans.contracts import PlanDocument
from anju.modules.plans.rules.reader import read_document, read_plan, score

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


def main() -> None:
    """Run the benches asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, help="folder with plans/ and gold/")
    arguments = parser.parse_args()
    speed()
    calibration(own_pairs())
    if arguments.gold:
        calibration(gold_pairs(arguments.gold))


if __name__ == "__main__":
    main()
