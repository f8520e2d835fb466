from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from anju.modules.plans.contracts import PlanDocument
from anju.modules.plans.facade.checking import Code, check_reading, lines_of, to_json
from anju.modules.plans.facade.checking import _words as words
from anju.modules.plans.queries import check_wording
from anju.modules.plans.rules.reader import read_plan

TEXT = "监控录像保存15天。\n楼道每日清扫1次。\n联系电话：××××××××。\n"


@pytest.fixture
def findings():
    return check_reading(read_plan(PlanDocument(TEXT, "txt")), today=date(2026, 11, 21))


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "低于法定要求：监控录像保存期"), ("en", "below what law asks: ")]
)
def test_findings_are_told_in_lines_of_either_language(findings, language, said):
    lines = list(lines_of(findings, language=language))
    assert said in lines[0] and "监控录像保存15天" in lines[1]
    assert str(len(findings)) in lines[-1]


def test_every_code_has_its_words_in_the_terminal_and_on_the_page():
    codes = {str(one) for one in Code}
    for language in ("zh", "en"):
        assert words()[language]["code"].keys() == codes
    assert (
        check_wording.CODES.keys() == check_wording.SENTENCES.keys() == check_wording.ADVICE.keys() == codes
    )
    for code in codes:
        assert words()["zh"]["code"][code].startswith(str(check_wording.CODES[code])[:4])


def test_a_finding_as_json_has_exact_spans(findings):
    for one in map(to_json, findings):
        for place in one["places"]:
            assert TEXT[place["start"] : place["end"]] == place["quote"]


def test_checking_needs_no_django():
    code = "import sys; import anju.modules.plans.facade.checking; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
