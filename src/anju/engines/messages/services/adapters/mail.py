"""Mail over SMTP with Django's own back end, which is told when the letter itself is about to leave."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import override

from anju.engines.messages.contracts import Outgoing
from anju.engines.messages.queries.settings import Letterhead
from anju.engines.messages.rules import outcomes
from anju.engines.messages.rules.outcomes import Outcome, OutcomeKind
from anju.engines.messages.services.adapters.call import Call, Handing
from anju.engines.messages.services.adapters.outward import deadline

LONGEST_TALK = 60.0


class Letterbox(EmailBackend):
    """Calls `handing` between the last RCPT and DATA: until then the server has promised nothing."""

    handing: Handing

    @property
    def connection_class(self) -> Any:
        handing = self.handing

        class Watched(smtplib.SMTP_SSL if self.use_ssl else smtplib.SMTP):  # type: ignore[misc]
            def data(self, msg: Any) -> Any:
                handing()
                return super().data(msg)

        return Watched


def send(call: Call) -> Outcome:
    head = call.config
    assert isinstance(head, Letterhead)
    handed: list[bool] = []

    def handing() -> None:
        call.handing()
        handed.append(True)

    box: Any = Letterbox(fail_silently=False)
    box.handing = handing
    try:
        box.open()
        with deadline(box.connection.sock, LONGEST_TALK):
            box.connection.sendmail(settings.DEFAULT_FROM_EMAIL, [call.out.address], letter(call.out, head))
            # The letter is taken; what goes wrong with saying good-bye changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                box.connection.quit()
    except (OSError, smtplib.SMTPException) as error:
        return _meaning(error, bool(handed))
    finally:
        for one in (box.connection, box._partial_connection):
            if one is not None:
                one.close()
    return Outcome(OutcomeKind.SENT, provider_id=message_id(call.out.key))


def _meaning(error: Exception, handed: bool) -> Outcome:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return outcomes.smtp(code, _words(text), at_recipient=True)
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused):
        # Ours to repair; the recipient's address is as good as before.
        return Outcome(OutcomeKind.LATER, error=f"{error.smtp_code} {_words(error.smtp_error)}"[:300])
    if isinstance(error, smtplib.SMTPResponseException):
        return outcomes.smtp(error.smtp_code, _words(error.smtp_error), at_recipient=False)
    return outcomes.silence(f"{type(error).__name__}: {error}", handed=handed)


def message_id(key: str) -> str:
    """The same for every attempt, so that a mail server or program that gets two shows one."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return f"<{key}@{host}>"


def letter(out: Outgoing, head: Letterhead) -> bytes:
    headers = {
        "Message-ID": message_id(out.key),
        "Auto-Submitted": "auto-generated",
        "Content-Language": "zh-CN" if out.language.startswith("zh") else out.language,
    }
    parts = [out.body or out.title, out.link]
    if out.unsubscribe:
        # RFC 8058: the mail program ends it with one POST.
        headers["List-Unsubscribe"] = f"<{out.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        with override(out.language):
            parts.append(_("不想再收到此类消息：%(url)s") % {"url": out.unsubscribe})
    made: Any = EmailMessage(
        subject=out.title,
        body="\n\n".join(one for one in parts if one) + "\n",
        from_email=formataddr((head.name, settings.DEFAULT_FROM_EMAIL)),
        to=[out.address],
        reply_to=[head.reply] if head.reply else None,
        headers=headers,
    )
    return bytes(made.message().as_bytes(linesep="\r\n"))


def _words(text: Any) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
