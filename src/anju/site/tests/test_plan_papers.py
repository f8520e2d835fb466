"""`anju plan cost`, `compare`, `register` on files, without a database."""

from __future__ import annotations

import json

import pytest

from anju.site.cli import main
from anju.site.demo.tender import TEXTS


@pytest.fixture
def plans(tmp_path):
    files = []
    for number, text in enumerate(TEXTS.values()):
        file = tmp_path / f"bid{number}.txt"
        file.write_text(text, "utf-8")
        files.append(str(file))
    return files


def test_cost_says_hours_people_and_whose_pay_is_missing(plans, capsys):
    words = ["plan", "cost", plans[0], "--place", "gate=3", "--place", "entrance=24", "--pay", "guard=5000"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "guard" in told and "No --pay for cleaner" in told
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    guard = next(one for one in found["roles"] if one["role"] == "guard")
    assert guard["promised"] == 18
    assert guard["fen_per_month"] > 18 * 500_000
    behind = [one["hours_per_week"] for one in found["promises"] if one["role"] == "guard"]
    assert sum(behind) == pytest.approx(guard["hours_per_week"], abs=0.5)


def test_more_places_cost_more_hours(plans, capsys):
    hours = []
    for count in ("1", "40"):
        main(["plan", "cost", plans[0], "--place", f"entrance={count}", "--json"])
        roles = json.loads(capsys.readouterr().out)["roles"]
        hours.append(next(one["hours_per_week"] for one in roles if one["role"] == "cleaner"))
    assert hours[0] < hours[1]


@pytest.mark.parametrize(
    "wrong", [["--place", "gates=3"], ["--place", "gate=x"], ["--pay", "king=1"], ["--pay", "guard"]]
)
def test_a_figure_for_nothing_known_is_refused(plans, wrong, capsys):
    assert main(["plan", "cost", plans[0], *wrong]) == 2
    assert wrong[1] in capsys.readouterr().err


def test_two_plans_stand_side_by_side(plans, capsys):
    assert main(["plan", "compare", *plans]) == 0
    told = capsys.readouterr().out
    assert "* 60 days" in told or "* >= 60 days" in told
    assert main(["plan", "compare", *plans, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in found["plans"]] == ["bid0", "bid1"]
    assert found["plans"][1]["vague"] >= 3
    assert any(row["cells"]["bid1"]["vague"] for row in found["rows"])


def test_one_plan_is_no_comparison(plans, capsys):
    assert main(["plan", "compare", plans[0]]) == 2
    assert "at least two" in capsys.readouterr().err


def test_the_register_is_written_and_says_where(plans, tmp_path, capsys):
    pdf, xlsx = tmp_path / "a.pdf", tmp_path / "a.xlsx"
    assert main(["plan", "register", plans[0], "--pdf", str(pdf), "--xlsx", str(xlsx)]) == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert xlsx.read_bytes().startswith(b"PK")
    assert str(pdf) in capsys.readouterr().out
    assert main(["plan", "register", plans[0]]) == 2
    assert main(["plan", "register", plans[0], "--pdf", str(tmp_path / "no" / "a.pdf")]) == 2


def test_a_plan_is_checked_and_the_exit_code_tells(tmp_path, capsys):
    bad = tmp_path / "bad.txt"
    bad.write_text("物业服务方案\n一、秩序\n1、监控录像保存30天。\n2、监控录像保存15天。\n", "utf-8")
    assert main(["plan", "check", str(bad), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)) >= 1
    assert main(["plan", "check", str(bad), "--zh"]) == 1
    assert "30" in capsys.readouterr().out
