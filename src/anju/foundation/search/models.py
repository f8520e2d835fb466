from __future__ import annotations

from django.db import models

from anju.foundation.scope.models import ScopedModel


class SearchTerm(ScopedModel):
    """One way to type the beginning of something: a tail of its name, its pinyin or its initials.

    One range over (org, term) answers a search; LIKE would lose its index under row-level security.
    """

    term = models.CharField(max_length=80, db_collation="C")
    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=120)
    subtitle = models.CharField(max_length=160, blank=True)
    community_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=250, blank=True, db_collation="C")
    weight = models.SmallIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["org", "term", "weight"], name="search_term"),
            models.Index(fields=["org", "kind", "subject_id"], name="search_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.term} → {self.title}"
