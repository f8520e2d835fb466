import pickle

import pytest

from anju.kernel.errors import AnjuError, Conflict, DomainError, Forbidden, Invalid, NotFound


@pytest.mark.parametrize("kind", [AnjuError, Conflict, DomainError, Forbidden, Invalid, NotFound])
def test_an_error_survives_the_way_between_processes(kind):
    error = kind("bill.paid", "bill", number=7)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.code, copy.field, copy.params) == ("bill.paid", "bill", {"number": 7})
    assert str(copy) == "bill.paid at bill number=7"
