"""Everything that is done in the registers, under one name for other packages: `frontdesk.registers`."""

from anju.modules.frontdesk.queries.offers import lines_to_quote, price_asked
from anju.modules.frontdesk.services.claims import OwnClaim, OwnLoss
from anju.modules.frontdesk.services.concierge import (
    ConciergeDraft,
    FaultDraft,
    bulletin_draft,
    concierge_save,
    fault_record,
    fault_withdraw,
)
from anju.modules.frontdesk.services.lending import (
    EntrustDraft,
    LendableDraft,
    LoanDraft,
    ReturnDraft,
    board_save,
    entrust,
    give_back,
    lend,
    lendable_save,
    loan_lost,
    loans_warn,
    take_back,
)
from anju.modules.frontdesk.services.listings import ListingDraft, listing_add, listing_end, listing_price
from anju.modules.frontdesk.services.lost import (
    ClaimDraft,
    FoundDraft,
    LostDraft,
    found_give,
    found_hand_over,
    found_note,
    found_tell,
    lost_close,
    lost_note,
)
from anju.modules.frontdesk.services.offers import (
    OfferDraft,
    PriceDraft,
    VendorDraft,
    offer_save,
    price_set,
    vendor_save,
)
from anju.modules.frontdesk.services.orders import (
    Consent,
    LineDraft,
    OrderDraft,
    OrderOpened,
    order_arrange,
    order_consent,
    order_move,
    order_open,
    order_photo,
    order_quote,
    order_rate,
)
from anju.modules.frontdesk.services.visitors import (
    AnnounceDraft,
    VisitDraft,
    VisitPass,
    visit_arrive,
    visit_cancel,
    visit_qr,
    visit_sign_in,
    visit_sign_out,
    visitor_announce,
)

__all__ = [
    "AnnounceDraft", "ClaimDraft", "ConciergeDraft", "Consent", "EntrustDraft", "FaultDraft", "FoundDraft",
    "LendableDraft", "LineDraft", "ListingDraft", "LoanDraft", "LostDraft", "OfferDraft", "OrderDraft", "OrderOpened", "OwnClaim", "OwnLoss",
    "PriceDraft", "ReturnDraft", "VendorDraft", "VisitDraft", "VisitPass", "board_save", "bulletin_draft",
    "concierge_save", "entrust", "fault_record", "fault_withdraw", "found_give", "found_hand_over", "found_note",
    "found_tell", "give_back", "lend", "lendable_save", "lines_to_quote", "listing_add", "listing_end", "listing_price", "loan_lost",
    "loans_warn", "lost_close", "lost_note", "offer_save", "order_arrange", "order_consent", "order_move", "order_open",
    "order_photo", "order_quote", "order_rate", "price_asked", "price_set", "take_back", "vendor_save", "visit_arrive", "visit_cancel",
    "visit_qr", "visit_sign_in", "visit_sign_out", "visitor_announce",
]  # fmt: skip
