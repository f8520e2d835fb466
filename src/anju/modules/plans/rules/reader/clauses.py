"""Text → lines → clauses with their section path → segments (sentences and cells) for the grammar.

Section paths are the text's own labels joined: 三(二)5, 第三章一2(4), 3.1.1.1, 表12.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .lines import BULLET, LABELS, TITLE, Line, inline_items, raw_lines, stands_in_column
from .numerals import number

MAX_SEGMENT = 600

_ROW = re.compile(
    r"(\d{1,3})(?=[\u4e00-\u9fff])(?!\d*[年月日号天周次个名人位台套路条项楼栋层岁元分小时点至到])"
)
_ROW_START = re.compile(r"(\d{1,3})(?=[\u4e00-\u9fff])")
_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]*")
_ROW_LABEL = re.compile(r"(\d{1,3})[.、]?\t")
_PAGE_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|_{4,})\s*\d{1,4}$")
_CONTENTS = re.compile(r"目\s?录|目\s?次|contents", re.I)
_FIRST_CHAPTER = re.compile(r"第[一1](?:章|部分|篇)")
_COLLECTION_END = re.compile(r"【.{2,30}】相关|相关文章:?$|^温馨提示$|^相关推荐$")
_PROBLEM = re.compile(
    r"问题|不足|现状|原因|背景|教训|(?:公司|企业|单位|投标人)(?:综合)?(?:简介|概况|介绍|业绩|资质|实力|情况)|类似业绩|荣誉"
)
_PROBLEM_HEAD = re.compile(r"问题|不足|不符合|缺陷|隐患|检查情况|现状")
_OFFICE_HEAD = re.compile(r"(?:责任|整改|牵头|承办|落实)?(?:部门|单位|科室|班组)")
_OFFICE = re.compile(r"[\u4e00-\u9fff、,/]{1,20}(?:部|中心|处|科|组|室|站|队|办|公司|社|班)")
_REMEDY = re.compile(r"措施|方案|建议|要求|解决|计划|目标|内容|标准|承诺|步骤|安排|任务|职责")


@dataclass(slots=True)
class Label:
    """One level of the section path with the title that stands behind the label."""

    type: str
    text: str
    title: str
    problem: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A clause in normalised offsets.

    columns: heads of the table a row stands in; role: the cell above, where this line is its headcount.
    own_title: the last of titles is the opening of this block; is_titled: a colon makes that opening a title.
    """

    start: int
    end: int
    body: int
    plan: int | None
    section: str
    titles: tuple[str, ...]
    is_heading: bool
    problem: bool
    in_table: bool
    columns: tuple[str, ...] = ()
    role: str = ""
    own_title: bool = False
    is_titled: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, a cell or a row of cells (tabs shown as colons): the unit the grammar reads.

    base: normalised offset of text[0].
    """

    text: str
    base: int
    block: Block
    before: str
    is_line: bool
    is_row: bool = False


@dataclass(slots=True)
class _State:
    plan: int | None
    stack: list[Label] = field(default_factory=list)
    table: bool = False
    row: int = 0
    columns: tuple[str, ...] = ()
    above: str = ""
    below: str = ""
    heads: list[str] = field(default_factory=list)  # of a table that stands with one cell to a line
    problem: str = ""  # type of the label that opened a description of problems; "line" for a bare line


def blocks(text: str) -> tuple[str, list[Block]]:
    """Title of the document and its clauses in order."""
    lines = [part for line in raw_lines(text) for part in inline_items(line) if part.text.strip()]
    plans = _plan_titles(lines)
    contents_end = _end_of_contents(lines)
    state = _State(plan=0 if plans else None)
    found: list[Block] = []
    title = ""
    for index, line in enumerate(lines):
        if index in plans:
            state = _State(plan=plans[index])
            continue
        if _COLLECTION_END.search(line.text) and index > 0.5 * len(lines):
            break
        if not title and len(line.text.strip()) <= 40:
            title = line.text.strip()
        if index < contents_end or state.plan == 0 or _PAGE_LEADER.search(line.text[-80:]):
            continue
        state.below = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
        found.append(_block(line, state))
    return title, found


def _plan_titles(lines: list[Line]) -> dict[int, int]:
    """Lines that open the plans of a collection: one name with the numbers 1, 2, 3 …"""
    runs: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        match = TITLE.fullmatch(line.text.strip()) if len(line.text) <= 60 else None
        value = number(match["n"]) if match else None
        if match and value is not None:
            run = runs.setdefault(match["name"], [])
            if int(value) == len(run) + 1:
                run.append((index, int(value)))
    best = max(runs.values(), key=len, default=[])
    return dict(best) if len(best) >= 2 else {}


def _end_of_contents(lines: list[Line]) -> int:
    """Index of the first line behind a table of contents: its first entry said again."""
    for index, line in enumerate(lines[:200]):
        if not _CONTENTS.fullmatch(line.text.strip()) or index + 1 >= len(lines):
            continue
        entry = _entry(lines[index + 1].text)
        chapter = _FIRST_CHAPTER.match(entry)
        for later in range(index + 2, len(lines)):
            text = lines[later].text.strip()
            if (chapter and text.startswith(chapter[0])) or (entry and _entry(text) == entry):
                return later
    return 0


def _entry(text: str) -> str:
    return re.sub(r"[\s.…·_\t]*\d{0,4}$", "", text.strip())[:20]


def _block(line: Line, state: _State) -> Block:
    text = line.text
    at = len(text) - len(text.lstrip())
    if bullet := BULLET.match(text, at):
        at = bullet.end()
    role = state.above if stands_in_column(state.above, text) else ""
    state.above = text.strip()
    state.columns = _columns(text, state.columns)
    if text[at:].startswith("序号") and "\t" not in text:
        state.table, state.heads, state.row = True, [], 0
    elif state.table and _ends_table(text, state.below):
        state.table = False
    labels: list[tuple[str, str]] = []
    cell_row = _ROW_LABEL.match(text, at)
    if cell_row:
        return _row_block(line, state, cell_row)
    row = _row_label(text, at, state.row) if state.table else None
    if state.table and not state.row and row is None:
        state.heads.append(text.strip())
    if row:
        state.row = _next_row(int(row[1]), state.row)
        state.stack = [Label("row", f"表{state.row}", _heading_of(text[row.end() :]))]
        at = row.end()
    elif not state.table:
        at = _read_labels(text, at, labels)
    rest = text[at:].strip()
    heading = not re.search(r"[。;,]", rest) and len(rest) <= 30 and (bool(labels) or len(rest) <= 14)
    if line.is_bare:
        labels.append(("bare", f"·{rest}"))
    for type_, label in labels:
        _push(state, Label(type_, label, _heading_of(rest)))
    _set_problem_mode(state, labels, rest)
    titles = tuple(label.title for label in state.stack[: len(state.stack) - len(labels)] if label.title)
    if labels or row:
        titles = (*titles, _heading_of(rest))
    return Block(
        start=line.start,
        end=line.end,
        body=line.start + at,
        plan=state.plan,
        section="".join(label.text for label in state.stack),
        titles=titles,
        is_heading=heading and not state.table,
        problem=bool(state.problem) or (row is None and _is_problem_cell(state)),
        in_table=state.table or "\t" in text or bool(role),
        columns=state.columns,
        role=role,
        own_title=bool(labels or row),
        is_titled=rest[len(_heading_of(rest)) :].startswith(":"),
    )


def _is_problem_cell(state: _State) -> bool:
    """The cell in front of the office's, where the heads say problem, office in this order."""
    if not (state.table and state.row and _OFFICE.fullmatch(state.below)):
        return False
    return any(
        _PROBLEM_HEAD.search(head) and _OFFICE_HEAD.fullmatch(below)
        for head, below in zip(state.heads, state.heads[1:], strict=False)
    )


def _columns(text: str, above: tuple[str, ...]) -> tuple[str, ...]:
    """Heads of the table: the first row of cells, all of them words."""
    if "\t" not in text:
        return ()
    cells = tuple(cell.strip() for cell in text.split("\t"))
    return above or (cells if not any(re.search(r"\d", cell) for cell in cells) else ("",))


def _ends_table(text: str, below: str) -> bool:
    """A heading ends a table that stands with one cell to a line, save where the next row follows at once."""
    return not _ROW_START.match(below) and any(
        type_ in ("chapter", "cn", "pcn") and pattern.match(text.strip()) for type_, pattern in LABELS
    )


def _row_block(line: Line, state: _State, row: re.Match[str]) -> Block:
    """A row of a table that stands inside a section and has a running number."""
    return Block(
        start=line.start,
        end=line.end,
        body=line.start + row.end(),
        plan=state.plan,
        section="".join(label.text for label in state.stack) + f"表{row[1]}",
        titles=tuple(label.title for label in state.stack if label.title),
        is_heading=False,
        problem=bool(state.problem),
        in_table=True,
        columns=state.columns,
    )


def _row_label(text: str, at: int, last: int) -> re.Match[str] | None:
    """Number of a flattened row; 23个性化服务 is one where row 22 came before, 3月5日 and 2次 are none."""
    match = _ROW_START.match(text, at)
    if match is None or _ROW.match(text, at):
        return match
    follows = int(match[1]) == last + 1 and len(text) - at >= 6
    return match if follows and not re.match(r"[年月日]", text[match.end() :]) else None


def _next_row(printed: int, last: int) -> int:
    return printed if printed > last else last + 1


def _read_labels(text: str, at: int, labels: list[tuple[str, str]]) -> int:
    for _ in range(4):
        for type_, pattern in LABELS:
            match = pattern.match(text, at)
            if match and not (labels and type_ in ("cn", "num", "chapter") and labels[-1][0] == type_):
                label = match[1]
                labels.append((type_, f"({label})" if type_ in ("pcn", "pnum") else label))
                at = match.end()
                break
        else:
            break
    return at


def _push(state: _State, label: Label) -> None:
    if label.type == "chapter" and label.text.endswith("条"):
        label = replace(label, type="article")
    if label.type == "dotted" or _counts_on_above(state.stack, label):
        state.stack = []
    for depth, above in enumerate(state.stack):
        if above.type == label.type or (label.type == "cn" and above.type == "dotted"):
            state.stack = state.stack[:depth]
            break
    if label.type == "chapter":
        state.stack = []
    if label.type == "bare":
        state.stack = [above for above in state.stack if above.type in ("chapter", "article", "cn")]
    if label.type == "cn":
        state.stack = [above for above in state.stack if above.type in ("chapter", "article")]
    state.stack.append(label)


def _counts_on_above(stack: list[Label], label: Label) -> bool:
    """5. behind 4.4 is the next chapter, not its fifth item."""
    if label.type != "num" or not stack or stack[0].type != "dotted":
        return False
    return int(label.text) == int(stack[0].text.partition(".")[0]) + 1


def _set_problem_mode(state: _State, labels: list[tuple[str, str]], rest: str) -> None:
    short = rest[:24] if len(rest) <= 24 and not rest.endswith(("。", ";")) else ""
    if short and not labels:
        short = short if len(short) <= 14 else ""
    types = [type_ for type_, _ in labels]
    if short and _PROBLEM.search(short) and not _REMEDY.search(short):
        state.problem = types[-1] if types else "line"
    elif (
        (short and _REMEDY.search(short))
        or state.problem in types
        or {"chapter", "cn", "dotted"} & set(types)
    ):
        state.problem = ""


def _heading_of(text: str) -> str:
    return re.split(r"[。:;,((]", text.strip(), maxsplit=1)[0][:30]


def segments(text: str, found: list[Block]) -> Iterator[Segment]:
    """Sentences and cells of every block; a run without any stop is cut at MAX_SEGMENT characters."""
    for block in found:
        before = ""
        body = text[block.body : block.end]
        is_row = "\t" in body
        if is_row:
            body = body.replace("\t", ":")
        pieces = list(_SENTENCE.finditer(body))
        for match in pieces:
            for start in range(match.start(), match.end(), MAX_SEGMENT):
                end = min(start + MAX_SEGMENT, match.end())
                yield Segment(body[start:end], block.body + start, block, before, len(pieces) == 1, is_row)
            before = match[0]
