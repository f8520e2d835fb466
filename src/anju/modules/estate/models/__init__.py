from anju.modules.estate.models.place import AreaBasis, Place, PlaceKind, PlaceState, SitePlan
from anju.modules.estate.models.unit import ParkingSpace, SpaceOwnership, Unit, UnitState, UnitUse

__all__ = [
    "AreaBasis", "ParkingSpace", "Place", "PlaceKind", "PlaceState", "SitePlan", "SpaceOwnership", "Unit",
    "UnitState", "UnitUse",
]  # fmt: skip
