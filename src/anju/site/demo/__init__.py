"""A believable company to look at: one community with three months behind it, two smaller ones, an empty one."""

PASSWORD = "anju-demo-2026"  # shown to everybody who starts the demo
