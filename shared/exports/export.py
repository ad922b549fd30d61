"""One export: what was asked for, how far it is, and where its file lies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from shared.insight.period import Period
from shared.platform.ports.clock import parse_timestamp, timestamp
from shared.platform.ports.documents import Document

Kind = Literal["sessions", "conversations", "recommendations", "analytics", "quality", "usage", "alerts", "report"]
Format = Literal["csv", "json", "xlsx", "pdf"]
Status = Literal["queued", "running", "done", "failed"]

FORMATS: Mapping[Kind, tuple[Format, ...]] = {
    **dict.fromkeys(get_args(Kind), ("csv", "json", "xlsx")),
    "analytics": ("csv", "json", "xlsx", "pdf"),  # as pdf it is the report
    "report": ("pdf",),
}


@dataclass(frozen=True)
class Export:
    """`period` ends no later than when the export was asked for, so that what is written since stays outside."""

    export_id: str
    client_id: str
    kind: Kind
    format: Format
    period: Period
    created_at: datetime
    created_by: str  # user id
    status: Status = "queued"
    progress: float = 0.0  # 0 to 1
    rows: int = 0
    size: int | None = None  # bytes
    error: str | None = None  # one plain sentence
    attempts: int = 0
    lease_until: datetime | None = None
    finished_at: datetime | None = None
    kept_until: datetime | None = None  # when the file goes
    has_file: bool = False
    version: str | None = field(default=None, compare=False)  # of the stored record this was read from

    @property
    def unfinished(self) -> bool:
        return self.status in {"queued", "running"}

    @property
    def path(self) -> str:
        """Its last part is what a browser saves it as."""
        days = (moment.astimezone(self.period.zone).date().isoformat() for moment in (self.period.start, self.last))
        return f"exports/{self.client_id}/{self.export_id}/{self.kind}-{'-to-'.join(days)}.{self.format}"

    @property
    def last(self) -> datetime:
        """The last moment within the period, whose end is outside."""
        return max(self.period.start, self.period.end - datetime.resolution)

    def to_body(self) -> dict[str, Any]:
        return {
            "exportId": self.export_id,
            "kind": self.kind,
            "format": self.format,
            "from": timestamp(self.period.start),
            "to": timestamp(self.period.end),
            "zone": self.period.zone.key,
            "createdAt": timestamp(self.created_at),
            "createdBy": self.created_by,
            "status": self.status,
            "unfinished": self.unfinished,
            "progress": self.progress,
            "rows": self.rows,
            "size": self.size,
            "error": self.error,
            "attempts": self.attempts,
            "leaseUntil": _text(self.lease_until),
            "finishedAt": _text(self.finished_at),
            "keptUntil": _text(self.kept_until),
            "hasFile": self.has_file,
        }

    @classmethod
    def from_document(cls, document: Document) -> "Export":
        body = document.body
        start, end = parse_timestamp(body["from"]), parse_timestamp(body["to"])
        return cls(
            export_id=document.id,
            client_id=body["clientId"],
            kind=body["kind"],
            format=body["format"],
            period=Period(start, end, ZoneInfo(body["zone"])),
            created_at=parse_timestamp(body["createdAt"]),
            created_by=body["createdBy"],
            status=body["status"],
            progress=body["progress"],
            rows=body["rows"],
            size=body["size"],
            error=body["error"],
            attempts=body["attempts"],
            lease_until=_time(body["leaseUntil"]),
            finished_at=_time(body["finishedAt"]),
            kept_until=_time(body["keptUntil"]),
            has_file=body["hasFile"],
            version=document.version,
        )


def _text(at: datetime | None) -> str | None:
    return None if at is None else timestamp(at)


def _time(text: str | None) -> datetime | None:
    return None if text is None else parse_timestamp(text)
