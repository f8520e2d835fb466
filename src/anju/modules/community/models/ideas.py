from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Origin(models.TextChoices):
    PORTAL = "portal", _("业主端")
    DESK = "desk", _("前台")
    BOX = "box", _("意见箱")
    MEETING = "meeting", _("业主会议")
    CAMPAIGN = "campaign", _("走访")
    SURVEY = "survey", _("满意度调查")
    GROUP = "group", _("业主群")


class Proposal(ScopedModel):
    """A suggestion that all homes may read and support. Answer, decision, limit and state are those of its case.

    text: what is published, which may leave out what names somebody. published_at: None while only the desk sees it.
    answered_at: when its case got the decision. Source: catalogue B CSR-14, A CS-05.
    """

    community_id = LooseKey(target="estate.Place")
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("建议"), max_length=80)
    text = models.CharField(_("公开内容"), max_length=1000, blank=True)
    origin = models.CharField(_("来源"), max_length=8, choices=Origin)
    place_id = LooseKey(target="estate.Place", null=True)
    raised_at = models.DateTimeField(_("提出时间"))
    published_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "case"], name="proposal_case_once")]
        indexes = [models.Index(fields=["org", "community_id", "-raised_at"], name="proposal_newest")]

    def __str__(self) -> str:
        return self.title


class ProposalSupport(ScopedModel):
    """A home is for a proposal, once, whoever of it said so."""

    proposal = ScopedKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    place_id = LooseKey(target="estate.Place")
    person_id = LooseKey(target="people.Person", null=True)
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "proposal", "place_id"], name="proposal_home_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.place_id}"
