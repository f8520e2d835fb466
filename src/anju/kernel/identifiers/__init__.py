"""Numbers the state and the operators give out: parse (or refuse with a reason), normalise, mask."""

from anju.kernel.identifiers.credit_code import CreditCode, parse_credit_code
from anju.kernel.identifiers.estate_unit import EstateUnitCode, parse_estate_unit_code
from anju.kernel.identifiers.identity_card import IdentityCard, identity_check_digit, parse_identity_card
from anju.kernel.identifiers.names import mask_name
from anju.kernel.identifiers.phone import PhoneKind, PhoneNumber, parse_phone
from anju.kernel.identifiers.plate import Plate, PlateKind, parse_plate

__all__ = [
    "CreditCode", "EstateUnitCode", "IdentityCard", "PhoneKind", "PhoneNumber", "Plate", "PlateKind",
    "identity_check_digit", "mask_name", "parse_credit_code", "parse_estate_unit_code", "parse_identity_card",
    "parse_phone", "parse_plate",
]  # fmt: skip
