"""Who does something, on whose behalf and from where. Every service takes one and asks it first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from anju.foundation.permissions import Permission, Reach, declared
from anju.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an act came from: `channel` is console, field, api, import, cli or job."""

    channel: str = "console"
    ip: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """`grants`: permission code → how far it reaches. A system actor has no `user_id` and a name that says what it is."""

    org_id: int
    name: str
    user_id: int | None = None
    grants: Mapping[str, Reach] = field(default_factory=dict)
    origin: Origin = Origin()
    on_behalf_of: int | None = None
    time_zone: str = "Asia/Shanghai"

    def reach(self, permission: Permission) -> Reach:
        return self.grants.get(permission.code) or Reach.nowhere()

    def can(self, permission: Permission | str, path: str | None = None) -> bool:
        """Whether the actor holds the permission anywhere, or, with `path`, at that place."""
        code = permission if isinstance(permission, str) else permission.code
        reach = self.grants.get(code)
        if reach is None:
            return False
        return bool(reach) if path is None else reach.covers(path)

    def require(self, permission: Permission, path: str | None = None) -> None:
        """Raises Forbidden when the actor lacks the permission (at that place)."""
        if not self.can(permission, path):
            raise Forbidden("permission_missing", permission=permission.code)

    def through(self, channel: str) -> Actor:
        return replace(self, origin=replace(self.origin, channel=channel))


def system(name: str, org_id: int, *permissions: Permission, time_zone: str = "Asia/Shanghai") -> Actor:
    """The actor of a job: it holds just the permissions named, in the whole organisation."""
    return Actor(
        org_id=org_id,
        name=name,
        grants={one.code: Reach.everywhere() for one in permissions},
        origin=Origin(channel="job"),
        time_zone=time_zone,
    )


def root(name: str, org_id: int, channel: str = "cli") -> Actor:
    """Everything in one organisation: what the person at the machine's terminal can do anyway."""
    return Actor(org_id, name, grants=everything_granted(declared()), origin=Origin(channel=channel))


def everything_granted(permissions: Iterable[Permission]) -> dict[str, Reach]:
    return {one.code: Reach.everywhere() for one in permissions}
