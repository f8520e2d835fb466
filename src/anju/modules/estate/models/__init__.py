from anju.modules.estate.models.place import AreaBasis, Place, PlaceKind, PlaceState, SitePlan
from anju.modules.estate.models.route import PatrolRoute, RouteStop
from anju.modules.estate.models.sign import Sign, SignCheck, SignKind, SignState
from anju.modules.estate.models.tree_import import ImportState, TreeImport
from anju.modules.estate.models.unit import ParkingSpace, SpaceOwnership, Unit, UnitState, UnitUse

__all__ = [
    "AreaBasis", "ImportState", "ParkingSpace", "PatrolRoute", "Place", "PlaceKind", "PlaceState", "RouteStop",
    "Sign", "SignCheck", "SignKind", "SignState", "SitePlan", "SpaceOwnership", "TreeImport", "Unit", "UnitState",
    "UnitUse",
]  # fmt: skip
