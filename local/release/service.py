"""A function's Cloud Run service: which revision gets how much of the traffic, and which should."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Service:
    name: str
    latest: str  # the newest revision that is ready to serve; empty when none ever was
    newest: str  # the newest revision, ready or not
    shares: Mapping[str, int]  # percent by revision; adds up to 100
    floats: bool  # traffic follows whatever revision is the newest

    @classmethod
    def of(cls, described: Mapping[str, Any]) -> "Service":
        """From what `gcloud run services describe --format=json` answers (the Cloud Run Admin API, version 1)."""
        status = described["status"]
        shares: dict[str, int] = {}
        for target in status.get("traffic", ()):
            if percent := target.get("percent", 0):
                shares[target["revisionName"]] = shares.get(target["revisionName"], 0) + percent
        floats = any(target.get("latestRevision") and target.get("percent") for target in status.get("traffic", ()))
        latest, newest = status.get("latestReadyRevisionName", ""), status.get("latestCreatedRevisionName", "")
        return cls(described["metadata"]["name"], latest, newest, shares, floats)

    @property
    def serving(self) -> str | None:
        """The one revision that gets all traffic; None while it is split."""
        return next(iter(self.shares)) if len(self.shares) == 1 else None

    def shares_at(self, percent: int, before: str) -> dict[str, int]:
        """The newest revision gets `percent`, the one that served before gets the rest."""
        if percent == 100 or self.latest == before:
            return {self.latest: 100}
        return {self.latest: percent, before: 100 - percent}


def service_name(function: Mapping[str, Any]) -> str:
    """The last part of `projects/P/locations/R/services/NAME`, as the Cloud Functions API, version 2, gives it.

    Empty for a function whose very first deploy failed: no service was made for it.
    """
    return str(function.get("serviceConfig", {}).get("service", "")).rsplit("/", 1)[-1]
