"""What the desk writes into the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, files
from anju.modules.frontdesk.permissions import NOTE_READ as MAY_READ_NOTES

CALL_NOTED = audit.action("frontdesk.call.noted", _("登记来电"))
CALL_TAKEN = audit.action("frontdesk.call.taken", _("接听来电"))
CALL_SETTLED = audit.action("frontdesk.call.settled", _("登记来电结果"))
CALL_REVEALED = audit.action("frontdesk.call.revealed", _("查看完整来电号码"))
BACK_PROMISED = audit.action("frontdesk.callback.promised", _("约定回电"))
BACK_DONE = audit.action("frontdesk.callback.done", _("登记回电"))
LINE_SAVED = audit.action("frontdesk.line.saved", _("维护服务电话"))
ARTICLE_SAVED = audit.action("frontdesk.article.saved", _("维护知识"))
ARTICLE_RETIRED = audit.action("frontdesk.article.retired", _("停用知识"))
ARTICLE_RESTORED = audit.action("frontdesk.article.restored", _("恢复知识"))
ARTICLE_REVIEWED = audit.action("frontdesk.article.reviewed", _("复核知识"))
ENQUIRY_ANSWERED = audit.action("frontdesk.article.used", _("用知识答复咨询"))
NOTE_SENT = audit.action("frontdesk.note.sent", _("转部门留言"))
NOTE_READ = audit.action("frontdesk.note.read", _("阅读部门留言"))
NOTE_ANSWERED = audit.action("frontdesk.note.answered", _("答复部门留言"))
NOTE_URGED = audit.action("frontdesk.note.urged", _("催办部门留言"))
NOTE_TOLD = audit.action("frontdesk.note.told", _("转告留言答复"))
NOTE_CLOSED = audit.action("frontdesk.note.closed", _("办结部门留言"))
NOTE_REASKED = audit.action("frontdesk.note.reasked", _("部门留言追问"))
NOTE_WITHDRAWN = audit.action("frontdesk.note.withdrawn", _("撤回部门留言"))
SHIFT_GIVEN = audit.action("frontdesk.shift.given", _("前台交班"))
SHIFT_SIGNED = audit.action("frontdesk.shift.signed", _("前台接班"))
SHIFT_CALLED_OFF = audit.action("frontdesk.shift.called_off", _("取消交班"))
PHRASE_SAVED = audit.action("frontdesk.phrase.saved", _("维护快捷用语"))
PHRASE_RETIRED = audit.action("frontdesk.phrase.retired", _("停用快捷用语"))
PHRASE_RESTORED = audit.action("frontdesk.phrase.restored", _("恢复快捷用语"))
SOLUTIONS_SAVED = audit.action("frontdesk.solutions.saved", _("提出备选方案"))
SOLUTION_CHOSEN = audit.action("frontdesk.solutions.chosen", _("选定方案"))

NOTE_PAPER = files.purpose("frontdesk.note", reading=MAY_READ_NOTES)
