"""Word files: numbers, tables, text boxes, changes, fields and notes as the reader of the page sees them."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules.reader import DocumentRefused, read_document, read_plan
from anju.modules.plans.rules.reader.numbering import figure

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def xml(inner: str):
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {NAMES}", inner, count=1))


def word(*blocks: str, lists: str = "", nums: str = "", styles: str = "") -> bytes:
    """A Word file of raw w:p and w:tbl elements, lists (w:abstractNum), nums and styles."""
    document = Document()
    body = document.element.body
    for one in blocks:
        body.insert(len(body) - 1, xml(one))
    if lists:
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for child in xml(f"<w:numbering>{lists}{nums}</w:numbering>"):
            root.append(child)
    if styles:
        for child in xml(f"<w:styles>{styles}</w:styles>"):
            document.styles.element.append(child)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def lines(*blocks: str, **parts: str) -> list[str]:
    return [line.strip(" ") for line in read_document(word(*blocks, **parts), "plan.docx").text.split("\n")]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, properties: str = "") -> str:
    inner = inner if inner.startswith("<") else run(inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, depth: int = 0, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


def level(depth: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listing(*levels: str, number: int = 0, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def num(number: int = 1, of: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def cell(*paragraphs: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<w:") else p(one) for one in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<w:") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


DOWN, MORE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def wide(text: str, span: int) -> str:
    return cell(text, properties=f'<w:gridSpan w:val="{span}"/>')


def box(text: str) -> str:
    return f"<w:txbxContent>{p(text)}</w:txbxContent>"


@pytest.mark.parametrize(
    ("form", "count", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("japaneseCounting", 10, "十"),
        ("ideographTraditional", 4, "丁"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "拾贰"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("decimalFullWidth", 15, "\uff11\uff15"),
    ],
)
def test_a_count_is_written_in_its_format(form, count, shown):
    assert figure(count, form) == shown


@given(st.sampled_from(["decimal", "chineseCounting", "upperRoman", "lowerLetter"]), st.integers(1, 400))
def test_two_neighbours_of_a_list_never_share_their_number(form, count):
    assert figure(count, form) != figure(count + 1, form)


def test_levels_count_on_and_restart_below_the_one_above():
    found = lines(
        item("保洁"), item("楼道每日清扫一次", 1), item("大堂每日清扫两次", 1), item("秩序"), item("巡逻", 1), item("细则", 2),
        lists=listing(
            level(0, "chineseCountingThousand", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
            level(2, "decimalEnclosedCircle", "%3"),
        ),
        nums=num(),
    )  # fmt: skip
    assert found == [
        "第一章 保洁",
        "1.1 楼道每日清扫一次",
        "1.2 大堂每日清扫两次",
        "第二章 秩序",
        "2.1 巡逻",
        "① 细则",
    ]


def test_a_list_begins_where_its_start_says_and_a_restart_begins_again():
    found = lines(
        item("甲"), item("乙"), item("丙", num=2), item("丁", num=2), item("戊"), item("己", num=3),
        lists=listing(level(0, "decimal", "%1、", start=5)),
        nums=num(1) + num(2, more='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>') + num(3),
    )  # fmt: skip
    assert found == ["5、甲", "6、乙", "1、丙", "2、丁", "3、戊", "4、己"]


def test_a_level_that_never_restarts_counts_through_the_chapters():
    found = lines(
        item("总则"), item("目的", 1), item("附则"), item("解释", 1),
        lists=listing(
            level(0, "chineseCounting", "第%1章"),
            level(1, "chineseCounting", "第%2条", more='<w:lvlRestart w:val="0"/>'),
        ),
        nums=num(),
    )  # fmt: skip
    assert found == ["第一章 总则", "第一条 目的", "第二章 附则", "第二条 解释"]


def test_a_style_gives_its_paragraphs_their_numbers_and_its_level():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="章标题"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="节标题"/><w:basedOn w:val="Kop1"/></w:style>'
    )
    lists = listing(
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="Kop1"/>'),
        level(1, "chineseCounting", "(%2)", more='<w:pStyle w:val="Kop2"/>'),
    )
    found = lines(
        p("保洁", '<w:pStyle w:val="Kop1"/>'), p("楼道", '<w:pStyle w:val="Kop2"/>'), p("大堂", '<w:pStyle w:val="Kop2"/>'),
        p("不编号", '<w:pStyle w:val="Kop1"/><w:numPr><w:numId w:val="0"/></w:numPr>'), p("绿化", '<w:pStyle w:val="Kop1"/>'),
        lists=lists, nums=num(), styles=styles,
    )  # fmt: skip
    assert found == ["一、保洁", "(一)楼道", "(二)大堂", "不编号", "二、绿化"]


def test_a_list_style_stands_for_the_list_it_links_to():
    styles = '<w:style w:type="numbering" w:styleId="L"><w:name w:val="清单"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    lists = listing(level(0, "ideographTraditional", "%1、"), more='<w:styleLink w:val="L"/>') + listing(
        number=1, more='<w:numStyleLink w:val="L"/>'
    )
    assert lines(item("头"), item("尾", num=2), lists=lists, nums=num(1) + num(2, 1), styles=styles) == [
        "甲、头",
        "乙、尾",
    ]


def test_an_empty_numbered_paragraph_is_counted_and_a_bullet_says_nothing():
    lists = listing(level(0, "decimal", "%1."), level(1, "bullet", ""))
    found = lines(item("甲"), item(""), item("丙"), item("点", 1), lists=lists, nums=num())
    assert found == ["1.甲", "3.丙", "点"]


def test_sections_follow_automatic_numbers():
    lists = listing(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2."))
    data = word(
        item("环境卫生"),
        item("楼道每日清扫两次。", 1),
        item("垃圾桶每周清洗一次。", 1),
        lists=lists,
        nums=num(),
    )
    found = read_plan(read_document(data, "plan.docx")).commitments
    assert [(one.section, one.period) for one in found] == [("一1", "day"), ("一2", "week")]


def test_a_cell_merged_downwards_is_said_once_and_keeps_the_columns():
    found = lines(
        table(
            row("区域", "内容", "频次"),
            row(cell("大堂", properties=DOWN), "地面", "每日两次"),
            row(cell("", properties=MORE), "玻璃", "每周一次"),
        )
    )
    assert found == ["区域\t内容\t频次", "大堂\t地面\t每日两次", "\t玻璃\t每周一次"]


def test_a_wide_cell_keeps_the_columns_behind_it():
    found = lines(table(row("岗位", "白班", "夜班", "备注"), row("门岗", wide("24小时值守", 2), "轮班")))
    assert found[1] == "门岗\t24小时值守\t\t轮班"


def test_the_storeys_of_a_head_are_one_line():
    found = lines(
        table(
            row(cell("岗位", properties=DOWN), wide("人数", 2), cell("备注", properties=DOWN)),
            row(cell("", properties=MORE), "白班", "夜班", cell("", properties=MORE)),
            row("巡逻", "4", "2", "持证"),
        )
    )
    assert found == ["岗位\t人数白班\t人数夜班\t备注", "巡逻\t4\t2\t持证"]


def test_a_frame_of_one_column_is_opened_and_a_nested_table_follows_its_row():
    inner = table(row("设备", "频次"), row("水泵", "每月一次"))
    assert lines(table(row(cell("一、保洁", "1、楼道每日清扫一次。", inner)))) == [
        "一、保洁", "1、楼道每日清扫一次。", "设备\t频次", "水泵\t每月一次",
    ]  # fmt: skip
    assert lines(table(row("工程", cell("见下表", inner)))) == [
        "工程\t见下表",
        "设备\t频次",
        "水泵\t每月一次",
    ]


def test_items_in_one_cell_are_parted():
    found = lines(table(row("大堂", cell("1、地面每日清扫两次", "2、玻璃每周擦拭一次"))))
    assert found == ["大堂\t1、地面每日清扫两次\uff1b2、玻璃每周擦拭一次"]


def test_a_banner_inside_a_table_keeps_the_heads_of_its_columns():
    data = word(
        table(
            row("岗位", "人数", "要求"),
            row(wide("秩序部", 3)),
            row("门岗", "6", "持证"),
            row("巡逻", "4", "持证"),
        )
    )
    found = read_plan(read_document(data, "plan.docx")).commitments
    assert [(one.kind, one.value) for one in found] == [("headcount", 6), ("headcount", 4)]


def test_rows_and_cells_inside_content_controls_are_read():
    inner = f"<w:sdt><w:sdtContent>{row('电梯', '每年年检')}</w:sdtContent></w:sdt>"
    assert lines(table(row("设备", "安排"), inner)) == ["设备\t安排", "电梯\t每年年检"]


def test_a_text_box_of_two_generations_is_read_once():
    shape = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box("门岗24小时值守。")}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box('门岗24小时值守。')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p(run("二、秩序") + shape)) == ["二、秩序", "门岗24小时值守。"]


def test_a_text_box_only_old_programs_know_is_read():
    shape = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box('夜间巡逻四次。')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p(run("二、秩序") + shape)) == ["二、秩序", "夜间巡逻四次。"]


def test_tracked_changes_are_read_as_accepted():
    deleted = '<w:del w:id="1"><w:r><w:delText>两</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3">{run("旧处")}</w:moveFrom><w:moveTo w:id="4">{run("新处")}</w:moveTo>'
    assert lines(
        p(run("每日清扫") + deleted + f'<w:ins w:id="2">{run("三")}</w:ins>' + run("次") + moved)
    ) == ["每日清扫三次新处"]


def test_a_deleted_paragraph_mark_joins_and_a_deleted_row_is_gone():
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert lines(p("楼道每日", mark), p("清扫两次")) == ["楼道每日清扫两次"]
    rows = table(row("甲", "乙"), row("丙", "丁", properties='<w:del w:id="2"/>'))
    assert lines(rows) == ["甲\t乙"]


def test_a_field_shows_its_result_and_never_its_instruction():
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = (
        char("begin") + run("IF ") + char("begin") + run("DATE") + char("separate") + run("2024") + char("end")
        + char("separate") + run("三") + char("end")
    )  # fmt: skip
    assert lines(p(run("每日") + nested + run("次"))) == ["每日三次"]
    assert lines(p(run("见") + char("begin") + run("REF x")), p("第二段")) == ["见", "第二段"]


def test_hidden_text_pinyin_hyphens_and_formulas():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r>"
    ruby = f"<w:r><w:ruby><w:rt>{run('qing')}</w:rt><w:rubyBase>{run('清')}</w:rubyBase></w:ruby></w:r>"
    hyphens = "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:t>栋</w:t></w:r>"
    formula = "<m:oMath><m:r><m:t>≥95%</m:t></m:r></m:oMath>"
    assert lines(p(hidden + ruby + run("扫") + hyphens + formula)) == ["清扫A-1栋≥95%"]


def test_tab_stops_part_cells_only_where_lines_are_set_so():
    def tabbed(*pieces: str) -> str:
        return p("<w:r><w:tab/></w:r>".join(run(piece) for piece in pieces))

    assert lines(tabbed("岗位", "人数"), tabbed("门岗", "6"), tabbed("巡逻", "4")) == [
        "岗位\t人数",
        "门岗\t6",
        "巡逻\t4",
    ]
    assert lines(tabbed("甲方:", "乙方:")) == ["甲方: 乙方:"]
    assert lines(tabbed("1、", "清扫"), tabbed("2、", "巡查"), tabbed("3、", "检修")) == [
        "1、 清扫",
        "2、 巡查",
        "3、 检修",
    ]


def test_a_note_follows_its_paragraph_and_heads_and_feet_are_dropped():
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "某某物业公司"
    section.footer.paragraphs[0].text = "第1页"
    paragraph = document.add_paragraph("急修半小时内到达")
    paragraph._p.append(xml('<w:r><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("二、其他")
    stream = io.BytesIO()
    document.save(stream)
    notes = f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="0">{p("分隔")}</w:footnote><w:footnote w:id="2">{p("指工作日。")}</w:footnote></w:footnotes>'
    data = with_part(stream.getvalue(), "footnotes", notes)
    assert read_document(data, "plan.docx").text == "急修半小时内到达\n指工作日。\n二、其他"


def with_part(data: bytes, kind: str, content: str) -> bytes:
    """The same file with one part more, as Word would tie it to the document."""
    relation = (
        f'<Relationship Id="rIdX" Target="{kind}.xml" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/_rels/document.xml.rels":
                part = part.replace(b"</Relationships>", relation.encode())
            new.writestr(name, part)
        new.writestr(f"word/{kind}.xml", content)
    return stream.getvalue()


def test_an_entry_of_the_contents_is_no_clause():
    styles = '<w:style w:type="paragraph" w:styleId="I1"><w:name w:val="toc 1"/></w:style>'
    entry = p(run("第一章 每日清扫两次") + "<w:r><w:tab/></w:r>" + run("3"), '<w:pStyle w:val="I1"/>')
    data = word(entry, p("第二章 每周巡查一次"), styles=styles)
    document = read_document(data, "plan.docx")
    assert document.text.splitlines()[0] == "第一章 每日清扫两次……3"
    assert [one.period for one in read_plan(document).commitments] == ["week"]


def test_a_document_of_the_strict_kind_is_read():
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(p("每日清扫一次")))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            )
    assert read_document(stream.getvalue(), "plan.docx").text == "每日清扫一次"


def test_a_foreign_entity_is_not_resolved():
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(p("每日清扫一次")))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                start = part.index(b"<w:document")
                part = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + part[start:]
                part = part.replace("每日清扫一次".encode(), "每日清扫一次&e;".encode())
            new.writestr(name, part)
    try:
        assert read_document(stream.getvalue(), "plan.docx").text == "每日清扫一次"
    except DocumentRefused as refused:
        assert refused.code == "broken_file"
