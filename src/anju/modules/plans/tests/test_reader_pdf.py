"""PDF files: columns, tables, running heads and paragraphs, set by typst as an office program would."""

from __future__ import annotations

import io

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from anju.foundation.rendering import fonts
from anju.modules.plans.rules.reader import read_document, read_plan

FILLER = "各岗位人员应当熟悉业务流程,服从统一调度,保持现场整洁有序,发现异常情况须按流程逐级报告并做好记录"


def typeset(body: str, page: str = "", margin: str = "2cm") -> bytes:
    """A PDF of typst markup in a Chinese typeface, A4."""
    families = fonts.available()
    if not families:
        pytest.skip("no Chinese typeface is installed")
    head = (
        f'#set page(paper: "a4", margin: {margin}{", " + page if page else ""})\n'
        f'#set text(font: "{families[0]}", size: 10.5pt, lang: "zh")\n#set par(justify: true)\n'
    )
    return bytes(typst.compile((head + body).encode(), font_paths=fonts.folders()))


def text_of(body: str, page: str = "") -> str:
    return read_document(typeset(body, page), "plan.pdf").text


def promises(places: list[str], *, after: str = "\n\n") -> str:
    return after.join(f"{i}、{place}每日清扫{i}次。{FILLER}。" for i, place in enumerate(places, 1))


PLACES = ["大堂", "车库", "楼道", "电梯", "天台", "水池", "岗亭", "花坛", "走廊", "机房", "门厅", "广场"]


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns):
    text = text_of(promises(PLACES * 2), f"columns: {columns}")
    found = [line for line in text.split("\n") if line]
    assert [line[: line.index("每")] for line in found] == [
        f"{i}、{place}" for i, place in enumerate(PLACES, 1)
    ] * 1 + [f"{i}、{place}" for i, place in enumerate(PLACES, 13)]
    assert all(line.endswith("做好记录。") for line in found)


def test_a_title_over_the_columns_and_a_note_below_keep_their_places():
    body = (
        "#align(center)[= 安居花园物业服务方案]\n#columns(2)[\n" + promises(PLACES) + "\n]\n"
        f"十三、附则:本方案自公布之日起施行,{FILLER},{FILLER}。"
    )
    found = text_of(body).split("\n")
    assert found[0] == "安居花园物业服务方案"
    assert [line[:4] for line in found[1:13]] == [f"{i}、{place}"[:4] for i, place in enumerate(PLACES, 1)]
    assert found[13].startswith("十三、附则")


def test_running_heads_feet_and_page_numbers_are_dropped_also_where_left_and_right_differ():
    page = (
        "header: context { if calc.odd(counter(page).get().first()) [安居物业 #h(1fr) 服务方案] else [#h(1fr) 二〇二六年版] },"
        " footer: context align(center)[第 #counter(page).display() 页 共 #counter(page).final().first() 页]"
    )
    text = text_of(
        "\n\n".join(f"{i}、{place}每日清扫{i}次。" + f"{FILLER}。" * 32 for i, place in enumerate(PLACES, 1)),
        page,
    )
    assert "安居物业" not in text
    assert "二〇二六年版" not in text
    assert "第" not in text
    assert len([line for line in text.split("\n") if "每日清扫" in line]) == len(PLACES)


def test_a_letterhead_table_on_every_page_is_a_running_head():
    page = "header: table(columns: (1fr, 1fr, 1fr), [文件编号], [安居-12], [第 #context counter(page).display() 页])"
    body = "\n\n".join(
        f"{i}、{place}每日清扫{i}次。" + f"{FILLER}。" * 14 for i, place in enumerate(PLACES, 1)
    )
    text = read_document(typeset(body, page, "(top: 4cm, rest: 2cm)"), "plan.pdf").text
    assert "文件编号" not in text


def test_a_paragraph_goes_on_over_the_page():
    body = (
        "\n\n".join(f"{place}。" for place in PLACES)
        + f"#v(1fr)\n楼道每日清扫两次,{FILLER},{FILLER},{FILLER}。"
    )
    for lift in ("0pt", "15pt", "30pt"):
        document = read_document(typeset(f"#v({lift})" + body + f"{FILLER},{FILLER}。" * 6), "plan.pdf")
        assert len(document.pages) <= 2
        assert len([line for line in document.text.split("\n") if "楼道每日" in line]) == 1
    paragraphs = [f"第{i}处{FILLER},第{i}处{FILLER}。" for i in range(1, 41)]
    text = text_of("#set par(first-line-indent: (amount: 2em, all: true))\n" + "\n\n".join(paragraphs))
    assert text.split("\n") == paragraphs


def test_an_indent_opens_a_paragraph_behind_a_full_line():
    body = (
        "#set par(first-line-indent: (amount: 2em, all: true), justify: false)\n"
        + "一二三四五六七八九十" * 9
        + "\n\n大堂每日清扫"
    )
    assert text_of(body).split("\n")[-1] == "大堂每日清扫"


def test_a_latin_word_broken_at_the_edge_is_whole_again():
    body = (
        '#set text(lang: "en", hyphenate: true)\n'
        + "The maintenance organisation guarantees uninterrupted surveillance throughout. " * 12
    )
    text = text_of(body)
    assert text.count("maintenance organisation guarantees uninterrupted surveillance throughout.") == 12


def test_a_ruled_table_is_read_row_by_row_with_its_merged_cells():
    body = """#table(columns: (2cm, 3cm, 5cm, 3cm),
      [序号], [区域], [内容], [频次],
      [1], table.cell(rowspan: 2)[大堂], [地面拖洗,做到无污渍、无积水、无纸屑烟头,边角无积尘], [每日两次],
      [2], [玻璃], [每周一次],
      [3], table.cell(colspan: 2)[垃圾桶清洗消毒], [每日一次])"""
    assert text_of("一、保洁\n\n" + body + "\n\n二、绿化").split("\n") == [
        "一、保洁",
        "序号\t区域\t内容\t频次",
        "1\t大堂\t地面拖洗,做到无污渍、无积水、无纸屑烟头,边角无积尘\t每日两次",
        "2\t\t玻璃\t每周一次",
        "3\t垃圾桶清洗消毒\t\t每日一次",
        "二、绿化",
    ]


def test_a_table_over_two_pages_says_its_heads_once():
    rows = "".join(f"[{i}], [{place}], [每日清扫{i}次], " for i, place in enumerate(PLACES * 6, 1))
    text = text_of(f"#table(columns: (1fr, 2fr, 3fr), table.header([序号], [区域], [频次]), {rows})")
    found = text.split("\n")
    assert found.count("序号\t区域\t频次") == 1
    assert len(found) == 73
    assert found[-1] == "72\t广场\t每日清扫72次"


@pytest.mark.parametrize("stroke", ["none", "(x, y) => if y == 0 {(bottom: 1pt)}", "(x: none, y: 0.5pt)"])
def test_a_table_without_uprights_is_read_by_its_columns(stroke):
    body = f"""#table(columns: (3cm, 6cm, 4cm), stroke: {stroke}, inset: 8pt, align: horizon,
      [岗位], [要求], [人数],
      [门岗], [持证上岗,着装整齐,文明礼貌,交接班记录完整,夜间不得睡岗], [6],
      [巡逻], [每两小时巡逻一次], [4],
      [消控], [持证], [3])"""
    assert text_of("二、秩序\n\n" + body).split("\n") == [
        "二、秩序",
        "岗位\t要求\t人数",
        "门岗\t持证上岗,着装整齐,文明礼貌,交接班记录完整,夜间不得睡岗\t6",
        "巡逻\t每两小时巡逻一次\t4",
        "消控\t持证\t3",
    ]


def test_a_long_table_of_short_cells_is_not_taken_for_columns_of_text():
    rows = ", ".join(f"[{i}], [{place}保洁], [{i % 7 + 1}], [持证]" for i, place in enumerate(PLACES, 1))
    body = f"#table(columns: (2cm, 4cm, 3cm, 5cm), align: center, stroke: none, [序号], [岗位], [人数], [备注], {rows})"
    document = read_document(typeset(f"二、人员配备\n\n{body}\n\n三、其他"), "plan.pdf")
    assert document.text.split("\n")[1:3] == ["序号\t岗位\t人数\t备注", "1\t大堂保洁\t2\t持证"]
    assert [one.value for one in read_plan(document).commitments] == [i % 7 + 1 for i in range(1, 13)]


def test_headcounts_of_a_table_in_a_pdf_are_commitments():
    body = (
        "二、人员配备\n\n#table(columns: 3, [岗位], [人数], [备注], [门岗], [6], [轮班], [巡逻], [4], [持证])"
    )
    found = read_plan(read_document(typeset(body), "plan.pdf")).commitments
    assert [(one.kind, one.value) for one in found] == [("headcount", 6), ("headcount", 4)]


def test_a_table_in_one_column_of_a_page_stays_in_it():
    body = (
        promises(PLACES[:3])
        + "\n\n#table(columns: 2, [设备], [频次], [水泵], [每月一次])\n\n"
        + promises(PLACES)
    )
    text = text_of(body, "columns: 2")
    assert "\n设备\t频次\n水泵\t每月一次\n1、大堂每日清扫1次" in text


def test_a_box_around_text_is_no_table():
    assert text_of("#rect(width: 100%)[一、门岗24小时值守。]\n\n二、夜间巡逻四次。").split("\n") == [
        "一、门岗24小时值守。", "二、夜间巡逻四次。",
    ]  # fmt: skip


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_in_its_frame_is_read_upright(turn):
    body = promises(PLACES[:4])
    turned = typeset(f"#rotate({-turn}deg, reflow: true)[\n#block(width: 17cm)[\n{body}]]")
    writer = PdfWriter()
    writer.add_page(PdfReader(io.BytesIO(turned)).pages[0]).rotate(turn)
    stream = io.BytesIO()
    writer.write(stream)
    assert read_document(stream.getvalue(), "plan.pdf").text == upright_text(body)


def upright_text(body: str) -> str:
    return text_of(f"#block(width: 17cm)[\n{body}]")


def test_a_watermark_across_the_page_is_not_read():
    page = "background: rotate(-30deg, text(60pt, fill: luma(220))[内部资料])"
    assert "内部资料" not in text_of(promises(PLACES[:3]), page)


def test_a_radical_is_read_as_the_character_it_looks_like():
    assert text_of("⼤堂每⽇清扫两次,楼道每周清扫一次。") == "大堂每日清扫两次,楼道每周清扫一次。"


def test_the_plans_of_a_whole_document_are_the_same_in_columns_and_in_one():
    one = read_plan(read_document(typeset(promises(PLACES)), "plan.pdf")).commitments
    two = read_plan(read_document(typeset(promises(PLACES), "columns: 2"), "plan.pdf")).commitments
    assert [(found.section, found.value, found.object) for found in one] == [
        (found.section, found.value, found.object) for found in two
    ]
    assert len(one) == len(PLACES)
