"""Every write of people."""
