from datetime import date, time, timedelta

from hypothesis import given

from anju.engines.schedule.contracts import DayWindow, Period, Recurrence
from anju.engines.schedule.rules.phrase import phrase
from anju.engines.schedule.tests.test_rules_recurrence import recurrences


def test_n_times_a_day_in_service_hours():
    hours = (DayWindow(time(6), time(22)),)
    said = phrase(Recurrence(period=Period.DAY, times=2, windows=hours))
    assert (said.times, said.every, said.period, said.each, said.hours) == (2, 1, Period.DAY, 0, hours)


def test_listed_days_say_how_often_on_each():
    said = phrase(Recurrence(period=Period.WEEK, weekdays=frozenset({4, 1}), times=4))
    assert (said.times, said.each, said.weekdays) == (4, 2, (1, 4))


def test_days_counted_from_the_end_come_last():
    said = phrase(Recurrence(period=Period.MONTH, month_days=(-1, 15, 1)))
    assert said.month_days == (1, 15, -1)


def test_after_an_event_the_time_within_is_said():
    rain = Recurrence(period=Period.EVENT, event="rain", event_within=timedelta(hours=4))
    assert (phrase(rain).event, phrase(rain).within) == ("rain", timedelta(hours=4))
    assert phrase(Recurrence(period=Period.ONCE, once_on=date(2026, 3, 15))).once_on == date(2026, 3, 15)


@given(recurrences())
def test_every_recurrence_can_be_said(recurrence):
    said = phrase(recurrence)
    assert said.times == recurrence.promised
    if recurrence.period is Period.WEEK and recurrence.weekdays:
        assert said.each * len(said.weekdays) == said.times
