from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.foundation import scope, sequences
from anju.foundation.accounts.models import Organisation


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["甲", "乙"]), st.integers(1, 50)), max_size=20))
def test_numbers_of_a_series_follow_each_other_without_gap_or_double(db, takes):
    given_out: dict[str, list[int]] = {"甲": [], "乙": []}
    with scope.enter(Organisation.objects.create(name="编号").pk):
        for series, count in takes:
            first = sequences.take(series, count)
            given_out[series] += range(first, first + count)
    for numbers in given_out.values():
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("count", [0, -1])
def test_no_numbers_cannot_be_taken(org, count):
    with pytest.raises(ValueError, match="cannot be taken"):
        sequences.take("甲", count)


def test_a_number_of_a_change_that_did_not_happen_is_given_again(org):
    assert sequences.take("甲") == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert sequences.take("甲") == 2
        raise ZeroDivisionError
    assert sequences.take("甲") == 2


def test_every_organisation_counts_for_itself(org):
    assert sequences.take("甲", 5) == 1
    with scope.enter(Organisation.objects.create(name="另一家").pk):
        assert sequences.take("甲") == 1
    assert sequences.take("甲") == 6


def test_rivals_never_get_the_same_number(transactional_db):
    org, taken = Organisation.objects.create(name="竞争"), []

    def rival():
        try:
            for _number in range(10):
                with scope.enter(org.pk), transaction.atomic():
                    taken.append(sequences.take("甲"))
        finally:
            connection.close()

    threads = [threading.Thread(target=rival) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sorted(taken) == list(range(1, 41))
