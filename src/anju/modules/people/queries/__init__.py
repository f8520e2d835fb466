"""Every read of people."""
