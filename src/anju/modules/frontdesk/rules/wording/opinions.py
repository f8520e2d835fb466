"""Where learning begins: how strongly a cue speaks for a label, as a person at the desk would say it.

Learning moves these weights as far as the examples ask for. A cue that is not named here begins at nothing.
"""

from __future__ import annotations

KIND = {
    "complaint": {
        "complaint": 2.6, "again": 1.2, "nobody": 1.6, "noise": 2.4, "neighbour": 0.5, "dirt": 1.0, "money_back": 1.4,
        "pests": 1.4, "law": 1.6, "harm": 1.0, "your_people": 0.5, "negated_thanks": 2.0,
    },
    "enquiry": {"asks": 1.2, "how_much": 1.8, "when": 1.2, "where": 1.4, "how": 1.8, "may_i": 1.0, "papers": 0.9,
                "number_of": 1.6, "status": 2.0},
    "suggestion": {"wish": 2.6, "add": 1.0},
    "praise": {"thanks": 2.8, "negated_thanks": -3.0},
    "help": {"please_help": 1.8, "lend": 1.8, "body": 1.2, "fell": 2.4, "trapped": 3.0, "locked_in": 1.6, "no_key": 2.4,
             "lost": 1.4, "move_car": 1.8, "animals": 2.0, "carry": 1.2, "old": 0.5, "child": 0.4},
    "violation": {"cable_out": 2.2, "bike_up": 2.4, "built": 2.0, "tear_wall": 1.8, "changed_use": 2.2, "throw": 1.8,
                  "leash": 2.4, "block_way": 1.6, "fireworks": 2.4, "green_used": 0.9, "neighbour": 0.5},
    "hazard": {"might_fall": 1.2, "danger": 1.2, "hole": 1.4, "bare_wire": 2.0, "slippery": 1.8, "no_rail": 0.9,
               "tree": 1.2, "tiles_off": 1.6, "on_fire": 1.6, "gas": 0.9, "smell": 0.3},
    "legacy": {"developer": 2.6},
    "repair": {"broken": 1.4, "fix": 0.8, "no_current": 1.0, "no_water": 1.0, "gush": 1.2, "backflow": 1.4, "spark": 1.0,
               "lamp": 0.8, "my_home": 0.5, "tr_lift": 0.3, "tr_water": 0.4, "tr_drain": 0.4, "tr_power": 0.3,
               "tr_door": 0.4, "tr_intercom": 0.7, "tr_appliance": 0.6, "tr_fire": 0.4, "tr_roof": 0.5, "tr_wall": 0.4},
}  # fmt: skip

SEVERITY = {
    "4": {"trapped": 3.0, "fell": 2.6, "on_fire": 2.8, "body": 1.2, "gas": 0.6, "smell": 0.3},
    "3": {"flood": 2.2, "gush": 0.6, "backflow": 0.8, "dead_house": 2.0, "one_point": -1.0, "spark": 2.0, "whole": 0.4,
          "urgent": 0.3, "law": 1.8, "harm": 2.0, "many": 1.6, "alone": 2.4, "bare_wire": 1.6, "hole": 0.6,
          "deadly_fall": 1.8, "free_fall": 2.2, "gas": 1.0, "structure": 2.4},
    "2": {"kind:complaint": 1.4, "kind:violation": 1.6, "kind:legacy": 2.0, "kind:hazard": 1.0, "broken": 0.4,
          "my_home": 0.8, "dark": 1.4, "kind:repair": 0.8, "kind:help": 0.8},
    "1": {"kind:enquiry": 3.5, "kind:suggestion": 3.5, "kind:praise": 3.5, "lend": 1.2, "one_small": 0.7, "lamp": 1.4,
          "cosmetic": 2.0, "small_favour": 2.0},
}  # fmt: skip

TRADE = {
    name: {f"tr_{name}": weight}
    for name, weight in (
        ("water", 2.0), ("drain", 2.3), ("power", 2.0), ("light", 2.3), ("door", 2.0), ("lift", 3.2), ("wall", 1.8),
        ("roof", 2.8), ("appliance", 2.6), ("intercom", 3.4), ("fire", 3.0), ("other", 2.0),
    )
}  # fmt: skip
TRADE["water"]["tr_leak"] = 0.8
TRADE["lift"]["tr_inside_lift"] = 1.5

OPINIONS = {"kind": KIND, "severity": SEVERITY, "trade": TRADE}
