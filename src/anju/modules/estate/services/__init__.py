"""Every write of estate."""
