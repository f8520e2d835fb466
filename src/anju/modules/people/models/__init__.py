from anju.modules.people.models.staff import Department, Position, Staff, StaffState, Team

__all__ = ["Department", "Position", "Staff", "StaffState", "Team"]
