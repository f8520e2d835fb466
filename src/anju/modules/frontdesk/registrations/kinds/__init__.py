"""The kinds of case of the front desk."""

from anju.engines.cases import facade as cases
from anju.modules.frontdesk.registrations.kinds.complaint import COMPLAINT
from anju.modules.frontdesk.registrations.kinds.enquiry import ENQUIRY
from anju.modules.frontdesk.registrations.kinds.hazard import HAZARD
from anju.modules.frontdesk.registrations.kinds.help import HELP
from anju.modules.frontdesk.registrations.kinds.legacy import LEGACY
from anju.modules.frontdesk.registrations.kinds.praise import PRAISE
from anju.modules.frontdesk.registrations.kinds.repair import REPAIR
from anju.modules.frontdesk.registrations.kinds.suggestion import SUGGESTION
from anju.modules.frontdesk.registrations.kinds.violation import VIOLATION

for _one in (REPAIR, COMPLAINT, ENQUIRY, HELP, SUGGESTION, PRAISE, VIOLATION, HAZARD, LEGACY):
    cases.kind(_one)
