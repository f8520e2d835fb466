"""Who is named in a cell, and with what telephone: 张伟、李静 / 138… 139… / 张三（户主） / 某某有限公司."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.phone import PhoneKind, parse_phone
from anju.modules.people.contracts import TieKind
from anju.modules.people.rules.sheets.values import Lost, Remark, Value, notice, plain, problem

LONGEST_NAME = 60
_BRACKETS = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_STRONG = re.compile(r"[、,，/／;；\n|\\&＆+＋]| 与 | 和 | 及 ")
_AND = re.compile(r"[和与及]")
_NAME = re.compile(r"[㐀-鿿豈-﫿𠀀-𰀀·]{2,}|[A-Za-z][A-Za-z .'\-·]{1,58}")
_COMPANY = re.compile(r"公司|集团|有限|企业|中心|学校|幼儿园|大学|银行|支行|医院|诊所|委员会|居委会|街道办|管理局|合作社|研究院|研究所|事务所|协会|基金会|[^市区县镇乡]厂$|分局$|商行$")  # fmt: skip
_EMPTY = re.compile(r"空置房?|未售|待售|空房|未交付|未交房|样板间|样板房|未入住")
_PLACEHOLDER = re.compile(r"(?:.{0,2}(?:业主|户主|本人|测试|待定|不明|开发商|租户|客户))$")
_COURTESY = re.compile(r"(?:先生|女士|小姐|太太|老师|师傅)$")
_PHONE_SPLIT = re.compile(r"[、,，/／;；\n|\\&＆]|或|和")
_PHONE_LABEL = re.compile(r"^(?:手机|电话|座机|固话|联系电话|tel|mobile|t|m)[:.]?", re.IGNORECASE)
_RUN = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
# The commonest surnames, single and double: enough to tell 陈和平 from 陈平和刘芳.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂"
    "丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂"
    "闵解强柴华车冉房边滕吉仝穆肖闫褚凤尚古饶简沙车慕艾池封党苟晏乐敖迟佟应满芮瞿"
)
_DOUBLE = frozenset(
    {
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "令狐",
        "端木",
        "南宫",
        "独孤",
    }
)


_HINTS = (
    (TieKind.TENANT, re.compile(r"租户|租客|承租|租住|租赁")),
    (TieKind.FAMILY, re.compile(r"家属|配偶|妻|夫|丈夫|儿子|女儿|子女|父|母|亲属|家人|非业主")),
    (TieKind.OWNER, re.compile(r"业主|户主|产权人|共有人|房主")),
)


@dataclass(frozen=True, slots=True)
class Named:
    """One person or company of a cell. relation: what stood in brackets behind the name, None when nothing did."""

    name: str
    company: bool = False
    relation: TieKind | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone number in its plain form; `name`: whose, where the cell says so."""

    number: str
    name: str = ""


def relation_of(text: str) -> TieKind | None:
    """What a word such as 租客 or 配偶 says; None when it says nothing of the kind."""
    return next((relation for relation, words in _HINTS if words.search(text)), None)


def split_people(value: Value | None) -> tuple[tuple[Named, ...], tuple[Remark, ...]]:
    """All that a cell names. Refused: numbers, single letters, words that are no name (空置, 待定)."""
    text = plain(value)
    if not text:
        return (), ()
    if not isinstance(value, str):
        return (), (problem("sheet.not_a_name", value=text),)
    found: list[Named] = []
    remarks: list[Remark] = []
    for piece in _pieces(text):
        named, remark = _named(piece)
        if remark is not None:
            remarks.append(remark)
        if named is not None and named not in found:
            found.append(named)
    if len(found) > 1 and not any(one.error for one in remarks):
        remarks.append(notice("sheet.several_names", names="、".join(one.name for one in found)))
    return tuple(found), tuple(remarks)


def _pieces(text: str) -> list[str]:
    """Names of a cell, each with the brackets behind it; a separator inside brackets separates nothing."""
    shielded = _BRACKETS.sub(lambda one: "(" + re.sub(_STRONG, " ", one[1]) + ")", text)
    pieces: list[str] = []
    for piece in _STRONG.split(shielded):
        bare = piece.strip()
        if bare:
            pieces.extend(_weaker(bare))
    return pieces


def _weaker(piece: str) -> list[str]:
    """Blanks and 和 separate only where both sides look like a name: 张 伟 is one man, 李和平 too."""
    words = piece.split(" ")
    if len(words) > 1 and all(re.fullmatch(r"[㐀-鿿]{2,4}(\(.*\))?", one) for one in words):
        return words
    bare = _BRACKETS.sub("", piece)
    if _COMPANY.search(bare):
        return [piece]
    for found in _AND.finditer(piece):
        left, right = piece[: found.start()].strip(), piece[found.end() :].strip()
        if _begins_like_name(left) and _begins_like_name(right):
            return [left, *_weaker(right)]
    return [piece]


def _begins_like_name(text: str) -> bool:
    bare = _BRACKETS.sub("", text)
    return len(bare) >= 2 and (bare[0] in _SURNAMES or bare[:2] in _DOUBLE) and bool(_NAME.match(bare))


def _named(piece: str) -> tuple[Named | None, Remark | None]:
    hints = " ".join(one.strip() for one in _BRACKETS.findall(piece)).strip()
    bare = _BRACKETS.sub("", piece).strip(" :.-*·")
    if _COMPANY.search(piece):
        # Brackets belong to the name of a company: 某某（杭州）有限公司.
        return Named(re.sub(r"\s+", "", piece)[:LONGEST_NAME], company=True), None
    if re.search(r"[㐀-鿿]", bare):
        bare = bare.replace(" ", "")
    if _EMPTY.fullmatch(bare):
        return None, notice("sheet.home_empty", value=bare)
    if _PLACEHOLDER.fullmatch(bare):
        return None, problem("sheet.not_a_name", value=piece)
    if not _NAME.fullmatch(bare) or len(bare) > LONGEST_NAME:
        return None, problem("sheet.not_a_name", value=piece)
    remark = notice("sheet.name_courtesy", value=bare) if _COURTESY.search(bare) else None
    return Named(bare, relation=relation_of(hints) if hints else None, hint=hints), remark


def split_phones(value: Value | None) -> tuple[tuple[Call, ...], tuple[Remark, ...]]:
    """All numbers of a cell, with the name that stands beside each. Refused: what is no number of the mainland."""
    text = plain(value)
    if not text:
        return (), ()
    if isinstance(value, Lost) or re.search(r"\d[eE]\+?\d", text):
        return (), (problem("sheet.phone_damaged", value=text),)
    found: list[Call] = []
    remarks: list[Remark] = []
    for piece in _phone_pieces(text):
        call = _call(piece)
        if call is None:
            remarks.append(problem(_phone_fault(piece), value=piece))
        elif call not in found:
            found.append(call)
    return tuple(found), tuple(remarks)


def _phone_pieces(text: str) -> list[str]:
    pieces = [one.strip() for one in _PHONE_SPLIT.split(text) if one.strip()]
    found: list[str] = []
    for piece in pieces:
        digits = re.sub(r"\D", "", piece)
        runs = _RUN.findall(piece)
        if len(runs) > 1:
            starts = [one.start() for one in _RUN.finditer(piece)] + [len(piece)]
            begin = 0
            for number, start in enumerate(starts[:-1]):
                end = _tag_end(piece, start + 11, starts[number + 1])
                found.append(piece[begin:end].strip())
                begin = end
        elif len(digits) == 22 and digits[0] == digits[11] == "1":
            found.extend((digits[:11], digits[11:]))
        else:
            found.append(piece)
    return found


def _tag_end(piece: str, start: int, stop: int) -> int:
    """Where a number's own brackets end: 138…(张伟)139…(李静)."""
    closing = piece.find(")", start, stop)
    return closing + 1 if piece[start:].lstrip().startswith("(") and closing > 0 else start


def _call(piece: str) -> Call | None:
    tag = "".join(re.findall(r"[㐀-鿿]{2,4}", _BRACKETS.sub(lambda one: one[1], piece)))
    bare = re.sub(r"[㐀-鿿:]|(?<!\d)\(|\)(?!\d)", "", re.sub(r"\(\D*\)", "", piece.replace("转", "-")))
    bare = _PHONE_LABEL.sub("", bare.strip()).strip(" .")
    try:
        phone = parse_phone(re.sub(r"\.0$", "", bare))
    except Invalid:
        return None
    if phone.kind not in (PhoneKind.MOBILE, PhoneKind.FIXED):
        return None
    name = "" if re.search(r"手机|电话|座机|固话|家里|办公|公司|宅电|联系", tag) else tag
    return Call(phone.number, "" if relation_of(name) else name)


def _phone_fault(piece: str) -> str:
    digits = re.sub(r"\D", "", piece)
    if digits.startswith("1") and len(digits) != 11:
        return "sheet.phone_length"
    if 7 <= len(digits) <= 8 and digits[0] in "23456789":
        return "sheet.phone_no_area"
    return "sheet.phone_unreadable"


def paired(
    people: tuple[Named, ...], calls: tuple[Call, ...]
) -> tuple[tuple[tuple[str, ...], ...], Remark | None]:
    """The numbers of each person. By name where the cell says so, else in order, else the first has them all."""
    if not people:
        return (), None
    numbers: list[list[str]] = [[] for _one in people]
    rest: list[str] = []
    for call in calls:
        at = next((place for place, one in enumerate(people) if call.name and call.name == one.name), None)
        (rest if at is None else numbers[at]).append(call.number)
    free = [place for place, held in enumerate(numbers) if not held]
    if rest and len(free) == len(rest):
        for place, number in zip(free, rest, strict=True):
            numbers[place].append(number)
        rest = []
    elif rest:
        numbers[0].extend(rest)
    remark = notice("sheet.phones_to_first", name=people[0].name) if rest and len(people) > 1 else None
    return tuple(tuple(one) for one in numbers), remark
