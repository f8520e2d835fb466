"""`anju plan`: what a person at a terminal gets, without any database."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from PIL import Image

from anju.site.home import CHECKOUT

TEXT = "服务方案\n一、保洁\n1．楼道每日清扫2次。\n2．急修30分钟内到达现场。\n"
GOLD = [
    {"plan": None, "quote": "楼道每日清扫2次", "kind": "frequency", "comparator": "eq", "value": 2, "unit": "times",
     "period": "day", "every": 1},
    {"plan": None, "quote": "急修30分钟内到达现场", "kind": "time_limit", "comparator": "le", "value": 45,
     "unit": "minutes", "period": None, "every": None},
]  # fmt: skip


@pytest.fixture
def run(tmp_path):
    """`run("read", file)` → the finished process, in a home of its own that has no database."""
    home = tmp_path / "home"

    def go(*words):
        env = {**os.environ, "ANJU_HOME": str(home), "PYTHONPATH": str(CHECKOUT / "src")}
        env.pop("ANJU_DATABASE_URL", None)
        command = [sys.executable, "-m", "anju.site.cli", "plan", *map(str, words)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert not (home / "postgres").exists()
        return done

    return go


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, "utf-8")
    return file


def test_reading_as_json_gives_the_keys_of_the_gold_and_confidence(run, plan):
    done = run("read", plan, "--json")
    first, second = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(first) == [
        "id", "plan", "section", "quote", "domain", "activity", "object", "kind", "comparator", "value", "unit",
        "period", "every", "confidence",
    ]  # fmt: skip
    assert (first["value"], first["period"], second["kind"]) == (2, "day", "time_limit")


def test_reading_as_a_table_says_how_many_were_found(run, plan):
    done = run("read", plan)
    assert "楼道每日清扫2次" in done.stdout
    assert "2 commitments" in done.stdout


def test_scoring_prints_precision_recall_and_f1_per_kind_and_over_all(run, plan, tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in GOLD), "utf-8")
    lines = {line.split()[0]: line.split()[1:] for line in run("score", plan, gold).stdout.splitlines()}
    assert lines["frequency"] == ["1", "1", "1", "1.000", "1.000", "1.000"]
    assert lines["time_limit"] == ["1", "1", "0", "0.000", "0.000", "0.000"]
    assert lines["all"] == ["2", "2", "1", "0.500", "0.500", "0.500"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.txt", None, "No such file"),
        ("empty.txt", b"", "holds no text"),
        ("sheet.csv", b"a,1,2\nb,3,4\nc,5,6\n", "a table"),
        ("broken.docx", b"PK\x03\x04", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_sentence(run, tmp_path, name, content, says):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    done = run("read", file)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_gold_file_that_is_none_names_its_line(run, plan, tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD[0]) + "\nnonsense\n", "utf-8")
    done = run("score", plan, gold)
    assert done.returncode == 2
    assert "line 2" in done.stderr


def test_a_scan_is_refused_with_its_pages_and_what_to_do(run, tmp_path):
    file = tmp_path / "scan.pdf"
    Image.new("L", (600, 850), 235).save(file, "PDF")
    done = run("read", file)
    assert done.returncode != 0
    assert "pages 1 of 1 are pictures without text" in done.stderr
    assert "--ocr" in done.stderr
