"""Identity numbers, areas and shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from anju.kernel.errors import Invalid
from anju.kernel.identifiers import identity_check_digit, parse_credit_code, parse_identity_card
from anju.modules.people.contracts import IdKind
from anju.modules.people.rules.sheets.rooms import part
from anju.modules.people.rules.sheets.values import (
    Broken,
    Lost,
    Remark,
    Value,
    is_blank,
    notice,
    plain,
    problem,
    squeezed,
)

MOST_AREA = Decimal(100_000)
_SEPARATORS = re.compile(r"[、,，/／;；\n|\\]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_CODE = re.compile(r"[0-9A-Z]{8,20}")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{7,8}")
_AREA = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:m2|M2|㎡|平方米|平方|平米|平|方)?")
_EQUAL = re.compile(r"各半|各一半|各占一半|一半一半|平分|均分|均等|各占1/2|各1/2|各50%|各占50%")
_JOINT = re.compile(r"共同共有|共有|夫妻共有|共同")
_SOLE = re.compile(r"单独所有|全部|独有|单独|全额|100%|1")
_EACH = re.compile(r"各(?:占)?(.+)")
_NTHS = re.compile(r"([一二三四五六七八九十\d]+)分之([一二三四五六七八九十\d]+)")
_BESIDE = re.compile(r"[、,，;；\n]|(?<=[%\d])/(?=\d+%)|(?<=%)(?=[㐀-鿿])")
_TAGGED = re.compile(r"([㐀-鿿·]{2,}?(?=[\d:占]))?[:：]?(.+)")
_NEAR = Fraction(1, 500)


@dataclass(frozen=True, slots=True)
class Paper:
    """An identity number and what it is. born_on, where the number says it."""

    kind: IdKind
    number: str
    born_on: date | None = None


def split_papers(value: Value | None, today: date) -> tuple[tuple[Paper, ...], tuple[Remark, ...]]:
    """All identity numbers of a cell. Refused: damaged by a spreadsheet, wrong check character, no such number."""
    if isinstance(value, Lost):
        return (), (problem("sheet.paper_digits_lost", value=value.text),)
    text = plain(value)
    if is_blank(value):
        return (), ()
    if isinstance(value, float) or _SCIENTIFIC.fullmatch(squeezed(value)):
        return (), (problem("sheet.paper_digits_lost", value=text),)
    found: list[Paper] = []
    remarks: list[Remark] = []
    for piece in _SEPARATORS.split(text):
        bare = re.sub(r"^(?:身份证号?码?|证件号码?|护照)[:：]?", "", piece.strip()).strip(" '`.")
        if not bare:
            continue
        paper, remark = _paper(bare, today)
        if remark is not None:
            remarks.append(remark)
        if paper is not None and paper not in found:
            found.append(paper)
    return tuple(found), tuple(remarks)


def _paper(text: str, today: date) -> tuple[Paper | None, Remark | None]:
    bare = squeezed(text).upper().replace("-", "").replace("×", "X")
    if _SCIENTIFIC.fullmatch(bare):
        return None, problem("sheet.paper_digits_lost", value=text)
    if "*" in bare:
        return None, problem("sheet.paper_masked")
    if re.fullmatch(r"\d{15}", bare):
        return _old_card(bare, today)
    if re.fullmatch(r"\d{17}[0-9X]", bare):
        return _card(bare, today)
    if len(bare) == 18 and _CODE.fullmatch(bare):
        try:
            return Paper(IdKind.CREDIT_CODE, parse_credit_code(bare).code), None
        except Invalid:
            return None, problem("sheet.paper_credit_code")
    if re.fullmatch(r"[HM]\d{8}(?:\d{2})?", bare):
        return Paper(IdKind.TRAVEL_PERMIT, bare), None
    if _PASSPORT.fullmatch(bare):
        return Paper(IdKind.PASSPORT, bare), None
    if re.fullmatch(r"\d{16,20}X?", bare) or re.fullmatch(r"\d{17}[A-Z]", bare):
        return None, problem("sheet.paper_length", length=len(bare))
    return None, problem("sheet.paper_unreadable")


def _card(number: str, today: date) -> tuple[Paper | None, Remark | None]:
    try:
        card = parse_identity_card(number, on=today)
    except Invalid as error:
        try:
            parse_credit_code(number)
        except Invalid:
            # Fifteen digits survive in a spreadsheet: zeros behind them are what it put there.
            if number.endswith("000"):
                return None, problem("sheet.paper_digits_lost", value="…" + number[-4:])
            return None, problem(
                "sheet.paper_check" if error.code == "identity_card.check" else "sheet.paper_unreadable"
            )
        return Paper(IdKind.CREDIT_CODE, number), None
    return Paper(IdKind.IDENTITY_CARD, card.number, card.born_on), None


def _old_card(number: str, today: date) -> tuple[Paper | None, Remark | None]:
    first = f"{number[:6]}19{number[6:]}"
    paper, remark = _card(first + identity_check_digit(first), today)
    if paper is None:
        return None, remark
    return paper, notice("sheet.paper_old")


def read_area(value: Value | None) -> tuple[int | None, tuple[Remark, ...]]:
    """Whole 1/100 m², rounded half up. Nothing written is None without a remark; zero is nothing."""
    if isinstance(value, Broken):
        return None, (problem("sheet.cell_fault", fault=value.text),)
    if is_blank(value):
        return None, ()
    if isinstance(value, date | bool | Lost):
        return None, (problem("sheet.not_an_area", value=plain(value)),)
    text = squeezed(value).replace("，", ",")
    found = _AREA.fullmatch(text.replace("m²", "m2"))
    try:
        number = Decimal(found[1].replace(",", "") + (found[2] or "")) if found else None
    except InvalidOperation:
        number = None
    if number is None or number > MOST_AREA:
        return None, (problem("sheet.not_an_area", value=text),)
    return (int((number * 100 + Decimal("0.5")) // 1) or None), ()


@dataclass(frozen=True, slots=True)
class Shares:
    """What a cell says of shares. parts: one per owner named, or one that each has (`each`); joint: 共同共有.

    names: whose each part is, "" where the cell does not say.
    """

    parts: tuple[Fraction, ...] = ()
    names: tuple[str, ...] = ()
    each: bool = False
    equal: bool = False
    joint: bool = False


def read_shares(value: Value | None) -> tuple[Shares | None, tuple[Remark, ...]]:
    """50%, 1/2, 各半, 0.5, 二分之一, 30%、70%, 共同共有. None when nothing is said."""
    if isinstance(value, Broken):
        return None, (problem("sheet.cell_fault", fault=value.text),)
    if is_blank(value):
        return None, ()
    text = squeezed(value)
    if isinstance(value, date):
        return None, (problem("sheet.share_became_day", value=text),)
    if _EQUAL.fullmatch(text):
        return Shares(equal=True), ()
    if _JOINT.fullmatch(text):
        return Shares(joint=True), ()
    if each := _EACH.fullmatch(text):
        own = _share(each[1])
        return (
            (Shares((own,), each=True), ())
            if own
            else (None, (problem("sheet.share_unreadable", value=text),))
        )
    if _SOLE.fullmatch(text):
        return Shares((Fraction(1),)), ()
    return _several(plain(value).replace(" ", ""), text)


def _several(written: str, text: str) -> tuple[Shares | None, tuple[Remark, ...]]:
    """Shares side by side, with or without the name each belongs to: 李静40%、张伟60%."""
    pieces = [one for one in _BESIDE.split(written) if one]
    found = [_TAGGED.fullmatch(piece) for piece in pieces]
    parts = [_share(one[2]) for one in found if one is not None]
    if not parts or len(parts) < len(found) or None in parts:
        return None, (problem("sheet.share_unreadable", value=text),)
    names = tuple(one[1] or "" for one in found if one is not None)
    return Shares(tuple(one for one in parts if one is not None), names), ()


def _share(text: str) -> Fraction | None:
    """A share greater than 0 and at most 1. A bare number above 1 is read as percent: 50 is 50 %."""
    bare = text.removeprefix("占").removesuffix("份额").removesuffix("产权").removesuffix("份")
    try:
        if found := _NTHS.fullmatch(bare):
            made = Fraction(int(part(found[2])), int(part(found[1])))
        elif re.fullmatch(r"\d+/\d+", bare):
            made = Fraction(bare)
        elif re.fullmatch(r"\d+(\.\d+)?%", bare):
            made = Fraction(bare[:-1]) / 100
        elif re.fullmatch(r"\d+(\.\d+)?", bare):
            made = Fraction(bare)
            made = made / 100 if made > 1 else made
        elif bare == "一半":
            made = Fraction(1, 2)
        else:
            return None
    except (ValueError, ZeroDivisionError):
        return None
    return made if 0 < made <= 1 else None


def settled(said: list[Fraction | None], *, equal: bool, joint: bool) -> tuple[list[Fraction], Remark | None]:
    """Shares of all owners of one home. Nothing said: one owner has the whole; several, or joint ones, equal parts
    (Civil Code art. 309), which is remarked on unless the sheet says joint.

    Shares rounded in writing (33.33 % three times) are made whole again.
    Remarks: sheet.shares_sum, .shares_missing, .shares_rounded, .shares_assumed.
    """
    count = len(said)
    alike = [Fraction(1, count)] * count
    known = [one for one in said if one is not None]
    if equal or joint or not known:
        silent = count > 1 and not (equal or joint)
        return alike, notice("sheet.shares_assumed", count=count) if silent else None
    if len(known) < count:
        return alike, problem("sheet.shares_missing")
    total = sum(known, Fraction())
    if total == 1:
        return known, None
    if abs(total - 1) <= _NEAR and max(known) - min(known) <= _NEAR:
        return alike, notice("sheet.shares_rounded", count=count)
    return alike, problem("sheet.shares_sum", total=_percent(total))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".") + "%"
