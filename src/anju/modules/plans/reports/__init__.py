"""Documents that leave the house: the monthly fulfilment report."""
