from anju.modules.people.models.records import (
    BodyKind,
    Device,
    DeviceIssue,
    DeviceKind,
    DeviceState,
    Duty,
    DutyPass,
    DutyRole,
    LogEntry,
    LogKind,
    LogState,
    ManagementBody,
    PassState,
    Transfer,
)
from anju.modules.people.models.staff import Department, Position, Staff, StaffState, Team

__all__ = [
    "BodyKind", "Department", "Device", "DeviceIssue", "DeviceKind", "DeviceState", "Duty", "DutyPass", "DutyRole",
    "LogEntry", "LogKind", "LogState", "ManagementBody", "PassState", "Position", "Staff", "StaffState", "Team",
    "Transfer",
]  # fmt: skip
