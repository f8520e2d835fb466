"""Every read of estate."""
