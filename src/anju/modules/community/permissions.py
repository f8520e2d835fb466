"""Permission codes of community and which default roles hold them."""
