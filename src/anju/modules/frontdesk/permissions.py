"""Permission codes of frontdesk and which default roles hold them."""
