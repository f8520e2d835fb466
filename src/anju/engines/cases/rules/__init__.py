"""Pure rules of cases: clocks, ladder, state machine, closing, sampling and dispatch. No Django, no clock read."""
