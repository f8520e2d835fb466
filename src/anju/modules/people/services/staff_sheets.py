"""The workbook of staff: what is downloaded as a template and uploaded."""

from __future__ import annotations

from anju.foundation.importing import ImportColumn, Sheet, Workbook
from anju.modules.people.rules.phones import checked_phone

STAFF_BOOK = Workbook(
    title="人员导入",
    sheets=(
        Sheet(
            key="staff",
            name="人员",
            unique=("number",),
            columns=(
                ImportColumn(key="number", heading="工号", required=True, max_length=20, example="示例001"),
                ImportColumn(key="name", heading="姓名", required=True, max_length=40, example="示例"),
                ImportColumn(key="phone", heading="手机号", max_length=20, validate=checked_phone),
                ImportColumn(
                    key="community", heading="小区", max_length=80, note="小区名称；空白表示公司本部"
                ),
                ImportColumn(
                    key="department", heading="部门", required=True, max_length=40, example="示例部门"
                ),
                ImportColumn(key="position", heading="岗位", max_length=40),
                ImportColumn(key="team", heading="班组", max_length=40),
                ImportColumn(key="skills", heading="专长", note="多项用逗号分开，例如：电工,急救"),
                ImportColumn(key="joined_on", heading="入职日期", kind="date"),
            ),
        ),
    ),
)
