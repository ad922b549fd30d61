"""Pages of the web that others have named, read as a visitor would see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Page:
    """`headers`: by lower-case name, several of one name joined by a comma; `text`: up to the adapter's limit."""

    status: int
    headers: Mapping[str, str]
    text: str


class Pages(Protocol):
    def read(self, url: str) -> Page:
        """From public addresses alone; redirects are answered as they come. Raises `notices.Undelivered`."""
