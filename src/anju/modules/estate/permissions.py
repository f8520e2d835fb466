from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import RoleCode as R
from anju.foundation.permissions import declare

PLACE_READ = declare(
    "estate.place:read", _("查看房产"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.CASHIER,
    R.WORKER, R.COMMITTEE, R.AUTHORITY, reading=True,
)  # fmt: skip
PLACE_CHANGE = declare("estate.place:change", _("维护房产"), R.MANAGER)
PLACE_IMPORT = declare("estate.place:import", _("导入房产"), R.MANAGER)
PLACE_EXPORT = declare("estate.place:export", _("导出房产"), R.LEADER, R.QUALITY, R.MANAGER, reading=True)
LABEL_PRINT = declare(
    "estate.label:print", _("打印位置标签"), R.MANAGER, R.SUPERVISOR, R.FRONTDESK, reading=True
)  # fmt: skip
SIGN_READ = declare(
    "estate.sign:read", _("查看标识台账"), R.LEADER, R.QUALITY, R.MANAGER, R.SUPERVISOR, R.FRONTDESK, R.WORKER,
    R.AUTHORITY, reading=True,
)  # fmt: skip
SIGN_CHANGE = declare("estate.sign:change", _("维护标识台账"), R.MANAGER, R.SUPERVISOR)
SIGN_CHECK = declare("estate.sign:check", _("检查标识"), R.QUALITY, R.MANAGER, R.SUPERVISOR, R.WORKER)
