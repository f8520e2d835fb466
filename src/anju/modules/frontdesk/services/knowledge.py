"""Knowledge: articles with versions, and enquiries answered with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from pypinyin import Style, lazy_pinyin

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, Move, Opened, Reporter
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.models import Article, ArticleState, ArticleUse, ArticleVersion, Topic
from anju.modules.frontdesk.permissions import DESK_USE, KNOWLEDGE_READ, KNOWLEDGE_WRITE
from anju.modules.frontdesk.rules import knowing
from anju.modules.frontdesk.services import desk_acts as acts
from anju.modules.frontdesk.services.reporting import report

LONGEST_QUESTION, LONGEST_ANSWER = 120, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """What an article says. community_id None: for all communities. others: more ways of asking, a line each."""

    question: str
    answer: str
    topic: str
    valid_from: date
    community_id: int | None = None
    subject: str = ""
    others: str = ""
    department: str = ""
    outside_duty: bool = False
    in_charge: str = ""
    source: str = ""
    public: bool = True
    valid_until: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An enquiry answered at once. answer "": the article's own."""

    article_id: int
    community_id: int
    question: str = ""
    answer: str = ""
    place_id: int | None = None
    channel: str = "phone"
    reporter: Reporter = field(default_factory=Reporter)


def article_save(
    *, actor: Actor, draft: ArticleDraft, at: datetime, article_id: int | None = None, reason: str = ""
) -> int:
    """Write an article, or a new version of it when question or answer changed.

    Raises Forbidden, NotFound, Conflict (frontdesk.article.taken, frontdesk.article.retired), Invalid.
    """
    _check(draft)
    _admit(actor, draft.community_id)
    with transaction.atomic():
        article = Article() if article_id is None else _held(actor, article_id)
        if article.state == ArticleState.RETIRED:
            raise Conflict("frontdesk.article.retired")
        if _taken(draft, article_id):
            raise Conflict("frontdesk.article.taken", field="question")
        before = {"question": article.question, "answer": article.answer}
        for name in ArticleDraft.__slots__:
            value = getattr(draft, name)
            setattr(article, name, value.strip() if isinstance(value, str) else value)
        article.finder = knowing.finder([article.question, *article.others.splitlines()], spoken)
        changed = article_id is None or before != {"question": article.question, "answer": article.answer}
        article.version = 1 if article_id is None else article.version + (1 if changed else 0)
        article.changed_at = at
        article.save()
        if changed:
            _version(actor, article, reason, at)
        after = {"question": article.question, "answer": article.answer}
        audit.record(actor, acts.ARTICLE_SAVED, article, before=before, after=after, reason=reason, at=at)
    return int(article.pk)


def article_retire(*, actor: Actor, article_id: int, reason: str, at: datetime) -> None:
    """Take an article out of use; it stays, with what was answered by it. Raises Forbidden, NotFound, Invalid, Conflict."""
    if not reason.strip():
        raise Invalid("frontdesk.reason.empty", "reason")
    with transaction.atomic():
        article = _held(actor, article_id)
        if article.state == ArticleState.RETIRED:
            raise Conflict("frontdesk.article.retired")
        article.state, article.changed_at = ArticleState.RETIRED, at
        article.save(update_fields=["state", "changed_at"])
        audit.record(actor, acts.ARTICLE_RETIRED, article, reason=reason.strip(), at=at)


def article_restore(*, actor: Actor, article_id: int, at: datetime) -> None:
    """Put a retired article back into use. Raises Forbidden, NotFound, Conflict (frontdesk.article.taken, .active)."""
    with transaction.atomic():
        article = _held(actor, article_id)
        if article.state == ArticleState.ACTIVE:
            raise Conflict("frontdesk.article.active")
        same = Article.objects.filter(
            community_id=article.community_id, question=article.question, state=ArticleState.ACTIVE
        )
        if same.exists():
            raise Conflict("frontdesk.article.taken", field="question")
        article.state, article.changed_at = ArticleState.ACTIVE, at
        article.save(update_fields=["state", "changed_at"])
        audit.record(actor, acts.ARTICLE_RESTORED, article, at=at)


def article_review(*, actor: Actor, article_id: int, next_on: date, at: datetime) -> None:
    """Somebody read it again and it still holds. Raises Forbidden, NotFound, Invalid (frontdesk.article.review)."""
    if next_on <= at.date():
        raise Invalid("frontdesk.article.review", "review_on")
    with transaction.atomic():
        article = _held(actor, article_id)
        before = article.review_on
        article.review_on = next_on
        article.save(update_fields=["review_on"])
        told = {"review_on": next_on.isoformat()}
        audit.record(
            actor, acts.ARTICLE_REVIEWED, article, before={"review_on": str(before or "")}, after=told, at=at
        )


def enquiry_answer(*, actor: Actor, answered: Answered, at: datetime, key: str = "") -> Opened:
    """Answer an enquiry with an article: a case that is opened and closed as answered at once, its clock stopped.

    The same key answers with the case of the first time. Raises Forbidden, NotFound, Conflict
    (frontdesk.article.retired, frontdesk.article.not_in_force). Source: A CMP-09 … CMP-12, B CSR-02.
    """
    actor.require(DESK_USE)
    with transaction.atomic():
        article = Article.objects.filter(pk=answered.article_id).select_for_update(of=("self",)).first()
        if article is None or article.community_id not in (None, answered.community_id):
            raise NotFound("not_found", noun="frontdesk.article")
        if article.state == ArticleState.RETIRED:
            raise Conflict("frontdesk.article.retired")
        if not knowing.in_force(article.valid_from, article.valid_until, at.date()):
            raise Conflict("frontdesk.article.not_in_force")
        told = (answered.answer or article.answer).strip()
        opened = report(actor=actor, draft=_enquiry(article, answered), at=at, key=key)
        if opened.repeated:
            return opened
        move = Move(transition="answer_now", fields={"answer": told[:1000]})
        cases.case_move(actor=actor, case_id=opened.case_id, move=move, at=at)
        ArticleUse.objects.create(
            article=article,
            version=article.version,
            case_id=opened.case_id,
            community_id=answered.community_id,
            place_id=answered.place_id,
            at=at,
            by_id=actor.user_id,
        )
        Article.objects.filter(pk=article.pk).update(used=F("used") + 1, used_at=at)
        audit.record(actor, acts.ENQUIRY_ANSWERED, article, after={"case": opened.number}, at=at)
    return opened


def spoken(text: str) -> tuple[str, str]:
    """(pinyin, initials) of a text."""
    return "".join(lazy_pinyin(text)), "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


def _enquiry(article: Article, answered: Answered) -> CaseDraft:
    title = (answered.question or article.question).strip()
    return CaseDraft(
        kind="enquiry",
        community_id=answered.community_id,
        title=title[:120],
        words=title if len(title) > 120 else "",
        place_id=answered.place_id,
        severity=1,
        channel=answered.channel,
        reporter=answered.reporter,
        fields={"topic": article.topic},
        source="frontdesk.article",
        source_id=article.pk,
    )


def _version(actor: Actor, article: Article, reason: str, at: datetime) -> None:
    ArticleVersion.objects.create(
        article=article,
        version=article.version,
        question=article.question,
        answer=article.answer,
        since=at,
        by_name=actor.name[:60],
        reason=reason.strip()[:200],
    )


def _held(actor: Actor, article_id: int) -> Article:
    actor.require(KNOWLEDGE_WRITE)
    article: Article | None = Article.objects.filter(pk=article_id).select_for_update(of=("self",)).first()
    reads = actor.reach(KNOWLEDGE_READ)
    if article is None or (
        article.community_id is not None and not reads.covers_community(article.community_id)
    ):
        raise NotFound("not_found", noun="frontdesk.article")
    _admit(actor, article.community_id)
    return article


def _admit(actor: Actor, community_id: int | None) -> None:
    """What holds for all communities is written by whoever's right reaches all of them."""
    reach = actor.reach(KNOWLEDGE_WRITE)
    if not (reach.unlimited if community_id is None else reach.covers_community(community_id)):
        raise Forbidden("permission_missing", permission=KNOWLEDGE_WRITE.code)


def _taken(draft: ArticleDraft, article_id: int | None) -> bool:
    same: Any = Article.objects.filter(
        community_id=draft.community_id, question=draft.question.strip(), state=ArticleState.ACTIVE
    )
    return bool(same.exclude(pk=article_id).exists())


def _check(draft: ArticleDraft) -> None:
    if not draft.question.strip() or len(draft.question.strip()) > LONGEST_QUESTION:
        raise Invalid("frontdesk.article.question", "question", limit=LONGEST_QUESTION)
    if not draft.answer.strip() or len(draft.answer) > LONGEST_ANSWER:
        raise Invalid("frontdesk.article.answer", "answer", limit=LONGEST_ANSWER)
    if draft.topic not in Topic.values:
        raise Invalid("frontdesk.article.topic", "topic")
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        raise Invalid("frontdesk.article.valid", "valid_until")
    if draft.outside_duty and not draft.in_charge.strip():
        raise Invalid("frontdesk.article.in_charge", "in_charge")
