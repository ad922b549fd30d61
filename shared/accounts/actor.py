"""Who acts in the admin API, and what their role lets them do."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Role = Literal["super_admin", "client"]
Access = Literal["all_sections", "filtered_sections"]
Permission = Literal[
    "view_all_clients", "manage_system", "configure_alerts", "view_own_data", "export_own_data", "manage_own_alerts"
]
Section = Literal["overview", "analytics", "quality", "performance", "alerts", "clients", "export", "settings"]

_ROLES: dict[Role, dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "roles.json").read_text("utf-8"))[
    "roles"
]


@dataclass(frozen=True)
class Actor:
    """A signed-in person. `client_id` is None for a super admin, who belongs to no client."""

    user_id: str
    email: str
    role: Role
    client_id: str | None
    sign_in_id: str  # the sign-in that the access token came from

    @property
    def access(self) -> Access:
        access: Access = _ROLES[self.role]["access"]
        return access

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return tuple(_ROLES[self.role]["permissions"])

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(_ROLES[self.role]["sections"])

    def may(self, any_of: tuple[Permission, ...]) -> bool:
        """True with one of them, or when none is asked for."""
        return not any_of or any(permission in self.permissions for permission in any_of)
