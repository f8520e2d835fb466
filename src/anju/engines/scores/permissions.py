"""Permission codes of scores and which default roles hold them."""
