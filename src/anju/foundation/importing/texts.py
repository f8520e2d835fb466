"""Sentences of the import's error codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.messages import register_error_texts

register_error_texts(
    {
        "import.file_empty": _("文件是空的，请选择填好的表格。"),
        "import.file_too_large": _("文件有 {size} MB，超过上限 {limit} MB。请拆成几个文件分别导入。"),
        "import.too_much_inside": _("文件解压后过大，请检查是否包含图片或大片空白格式。"),
        "import.not_xlsx": _("这不是 XLSX 表格。请下载模板填写，或在 Excel 中“另存为”选择“Excel 工作簿（*.xlsx）”。"),
        "import.old_xls": _("这是旧的 XLS 格式。请在 Excel 中“另存为”选择“Excel 工作簿（*.xlsx）”后再上传。"),
        "import.xlsb": _("这是 XLSB 格式。请在 Excel 中“另存为”选择“Excel 工作簿（*.xlsx）”后再上传。"),
        "import.encrypted": _("文件设有打开密码，无法读取。请取消密码后再上传。"),
        "import.broken": _("文件已损坏，无法读取。请用 Excel 打开并重新保存后再上传。"),
        "import.sheet_missing": _("缺少工作表“{sheets}”。文件里有：{there}。"),
        "import.headings_missing": _("工作表“{sheet}”缺少列：{headings}。"),
        "import.headings_unknown": _("工作表“{sheet}”有不认识的列：{headings}。请对照模板改名或删除。"),
        "import.headings_twice": _("工作表“{sheet}”有重复的列：{headings}。"),
        "import.merged": _("工作表“{sheet}”有 {count} 处合并单元格：{ranges}。请取消合并并逐行填写。"),
        "import.formulas": _("工作表“{sheet}”有 {count} 个公式：{cells}。请复制后“选择性粘贴”为数值。"),
        "import.too_many_rows": _("工作表“{sheet}”超过 {limit} 行。请拆成几个文件分别导入。"),
        "import.no_rows": _("表格里没有可导入的数据。"),
        "import.required": _("必填"),
        "import.cell_fault": _("单元格是错误值 {fault}"),
        "import.digits_lost": _("数字超过 15 位，Excel 已丢失末尾几位。请把该列设为“文本”格式后重新填写"),
        "import.date_in_text": _("Excel 把这里变成了日期（{value}）。请把该列设为“文本”格式后重新填写"),
        "import.too_long": _("最多 {limit} 个字，现有 {length} 个"),
        "import.not_a_number": _("“{value}”不是数字"),
        "import.not_whole": _("“{value}”不是整数"),
        "import.too_many_places": _("“{value}”超过 {places} 位小数"),
        "import.out_of_range": _("“{value}”超出范围（{low} 至 {high}）"),
        "import.not_a_day": _("“{value}”不是日期，请写成 2026-01-31"),
        "import.not_a_choice": _("“{value}”不在可选范围内，可填：{choices}"),
        "import.not_yes_or_no": _("“{value}”请改为“是”或“否”"),
        "import.twice": _("与第 {row} 行重复"),
        "import.number_from_text": _("“{text}”按数字 {value} 读取"),
        "import.rounded": _("按 {value} 读取"),
        "import.day_from_text": _("“{text}”按日期 {value} 读取"),
        "import.day_from_serial": _("“{text}”按日期 {value} 读取"),
        "import.time_dropped": _("只取日期 {value}，忽略时间"),
        "import.example_skipped": _("模板中的示例行，已跳过"),
        "import.outside_headings": _("{columns} 列没有列名，内容未读取"),
        "import.hidden_rows": _("有 {count} 个隐藏行也会导入：第 {rows} 行"),
        "import.expired": _("上传的文件已不在，请重新上传。"),
    }
)  # fmt: skip
