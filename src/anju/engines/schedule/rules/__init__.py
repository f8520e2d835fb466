"""Pure rules of the schedule engine: no Django, no clock, no database."""
