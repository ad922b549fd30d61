"""Who calls the admin API in tests."""

from shared.platform.wiring import Platform
from tests.support import access_token


class People:
    """`people["one"]`: an access token, valid now, of a user of the client one; of `admin`, of a super admin."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def __getitem__(self, name: str) -> str:
        return access_token(self._platform, f"{name}@a.example")
