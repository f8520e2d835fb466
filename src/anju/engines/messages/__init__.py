"""Engine `messages`: what happened reaches whom it concerns, once, on the way he chose."""
