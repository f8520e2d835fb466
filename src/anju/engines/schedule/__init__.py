"""Engine `schedule`: promises with a frequency become dated work, and the work's outcome becomes fulfilment."""
