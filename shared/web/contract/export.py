"""Exports: asked for, watched, fetched, forgotten."""

from datetime import datetime

from pydantic import Field

from shared.exports.export import FORMATS, Export, Format, Kind, Status
from shared.exports.ledger import Listed as ListedExports
from shared.insight.period import Period
from shared.web.contract.base import Contract, Id, Listed, Share, Time
from shared.web.contract.period import PeriodQuery
from shared.web.errors import ApiError, Detail


class ExportAsked(PeriodQuery):
    """`kind` and `format`, and the range as in every question. `report` comes as pdf, and `analytics` may."""

    kind: Kind
    format: Format = "csv"

    def bounded(self, now: datetime) -> Period:
        """Ends no later than now. Raises `ApiError` INVALID_REQUEST, also for a format that a kind does not have."""
        formats = FORMATS[self.kind]
        if self.format not in formats:
            detail = Detail("format", f"{self.kind} comes as {' or '.join(formats)}")
            raise ApiError("INVALID_REQUEST", "Choose a format that this kind comes in.", [detail])
        period = self.period(now)
        if period.start >= now:
            detail = Detail("from", "lies in the future")
            raise ApiError("INVALID_REQUEST", "Choose a range that has begun.", [detail])
        return Period(period.start, min(period.end, now), period.zone)


class ExportsListed(Listed):
    client_id: Id | None = None


class ExportNamed(Contract):
    export_id: Id


class ExportReply(Contract):
    """`downloadUrl` works until `expiresAt`; asking again gives a fresh one, until the file goes at `keptUntil`."""

    export_id: str
    client_id: str
    kind: Kind
    format: Format
    from_: Time = Field(alias="from")
    to: Time
    tz: str
    status: Status
    progress: Share
    rows: int
    size: int | None  # bytes
    download_url: str | None
    expires_at: Time | None
    kept_until: Time | None
    error: str | None  # one plain sentence, where it failed
    created_at: Time
    finished_at: Time | None

    @classmethod
    def of(cls, export: Export, link: tuple[str, datetime] | None = None) -> "ExportReply":
        """`link`: the address and when it expires."""
        return cls(
            export_id=export.export_id,
            client_id=export.client_id,
            kind=export.kind,
            format=export.format,
            from_=export.period.start,
            to=export.period.end,
            tz=export.period.zone.key,
            status=export.status,
            progress=export.progress,
            rows=export.rows,
            size=export.size,
            download_url=link[0] if link else None,
            expires_at=link[1] if link else None,
            kept_until=export.kept_until,
            error=export.error,
            created_at=export.created_at,
            finished_at=export.finished_at,
        )


class ExportList(Contract):
    """Newest first, without addresses: ask for one export to fetch it."""

    items: list[ExportReply]
    next_cursor: str | None

    @classmethod
    def of(cls, listed: ListedExports) -> "ExportList":
        return cls(items=[ExportReply.of(export) for export in listed.exports], next_cursor=listed.next_cursor)


class ExportRemoved(Contract):
    export_id: str
    removed: bool = True
