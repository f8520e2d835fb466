"""Dogs and merchants in the API. Telephones are masked: whole ones are shown in the console, where looking is audited."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from anju.modules.community.api.kit import Register, answer, bodies, filters, who
from anju.modules.community.permissions import DOG_READ, DOG_WRITE, MERCHANT_READ, MERCHANT_WRITE
from anju.modules.community.queries import dogs as dog_reads
from anju.modules.community.queries import merchants as merchant_reads
from anju.modules.community.queries.neighbours import masked
from anju.modules.community.services import dogs, merchants

_dog_in, _dog_change = bodies("Dog", dogs.DogDraft)
_dog_out = answer(
    "Dog", "Dog", "community_id", "number", "name", "breed", "size", "sex", "colour", "height_cm", "born_on", "licence",
    "licence_until", "vaccinated_on", "vaccine_until", "place_id", "spot", "person_id", "keeper", "state", "state_on", "note",
    keeper_phone=(str, lambda row: masked(row.keeper_phone)),
)  # fmt: skip
_shop_in, _shop_change = bodies("Merchant", merchants.MerchantDraft)
_shop_out = answer(
    "Merchant", "Merchant", "community_id", "number", "name", "sign", "trade", "place_id", "spot", "person_id", "operator",
    "licence", "approval", "approval_number", "opened_on", "state", "state_on", "note",
    phone=(str, lambda row: masked(row.phone)),
)  # fmt: skip


def _dog(values: dict[str, Any]) -> dogs.DogDraft:
    return dogs.DogDraft(chosen=who(values, values["keeper"]), **values)


def _shop(values: dict[str, Any]) -> merchants.MerchantDraft:
    return merchants.MerchantDraft(chosen=who(values, values["operator"]), **values)


REGISTERS = (
    Register(
        path="dogs", reading=DOG_READ, writing=DOG_WRITE, out=_dog_out.schema, shape=_dog_out.shape,
        filters=filters("Dog", "Dog", "state", "place_id", "person_id"),
        rows=lambda request, community: dog_reads.dogs(request.actor, timezone.localdate(), community),
        made=_dog_in, altered=_dog_change,
        make=lambda request, community, values: dogs.dog_note(
            actor=request.actor, community_id=community, draft=_dog(values), at=timezone.now()
        ),
        alter=lambda request, row, values: dogs.dog_change(
            actor=request.actor, dog_id=row.pk, draft=_dog(values), at=timezone.now()
        ),
    ),
    Register(
        path="merchants", reading=MERCHANT_READ, writing=MERCHANT_WRITE, out=_shop_out.schema, shape=_shop_out.shape,
        filters=filters("Merchant", "Merchant", "state", "trade", "place_id"),
        rows=lambda request, community: merchant_reads.merchants(request.actor, timezone.localdate(), community),
        made=_shop_in, altered=_shop_change,
        make=lambda request, community, values: merchants.merchant_note(
            actor=request.actor, community_id=community, draft=_shop(values), at=timezone.now()
        ),
        alter=lambda request, row, values: merchants.merchant_change(
            actor=request.actor, merchant_id=row.pk, draft=_shop(values), at=timezone.now()
        ),
    ),
)  # fmt: skip
