"""A believable company to look at: one community with three months behind it, two smaller ones, an empty one."""
