"""Names that people give: kept as text, whatever they look like, and never able to turn a line around."""

import re
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, StringConstraints

# Control characters, and the signs that change the direction of what follows (https://www.unicode.org/reports/tr9/).
ZONE_NAME = r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$"
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _plain(name: str) -> str:
    if _UNSEEN.search(name):
        raise ValueError("must have no control characters and no signs that turn the direction of writing")
    return name


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is no time zone; use a name such as Europe/Berlin") from None
    return name


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        named = False
    if not named:
        raise ValueError("is no address of a web page; use one such as https://shop.example")
    return url


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_plain)]
WebAddress = Annotated[
    str, StringConstraints(pattern=r"^https?://[^\s@]{1,300}$"), AfterValidator(_web_address)
]  # no user or password in it
TimeZone = Annotated[str, StringConstraints(max_length=64, pattern=ZONE_NAME), AfterValidator(_known_zone)]
