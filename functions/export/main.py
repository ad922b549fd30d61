"""Exports and reports: asked for here, made in the background by export_run."""

from datetime import datetime, timedelta
from functools import partial

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.exports.export import Export
from shared.exports.ledger import EXPORTS, MOST_UNFINISHED, ExportNotFound, Exports
from shared.platform import log
from shared.web.call import Call
from shared.web.contract.export import (
    ExportAsked,
    ExportList,
    ExportNamed,
    ExportRemoved,
    ExportReply,
    ExportsListed,
)
from shared.web.deployment import Deployment
from shared.web.errors import ApiError, nothing_there
from shared.web.function import HttpFunction

QUEUE = "exports"
LINK_LIVES = timedelta(minutes=15)
MAY: tuple[Permission, ...] = ("export_own_data", "view_all_clients")

function = HttpFunction("export", deployment=Deployment(enqueues=(QUEUE,), buckets=("exports",)))
declare = partial(function.route, audience="admin", permissions=MAY)


def export(request: Request) -> Response:
    return function(request)


@declare("POST", "/v1/admin/exports", takes=ExportAsked, gives=ExportReply, status=202, errors=("NOT_FOUND",))
def begin(call: Call[ExportAsked]) -> ExportReply:
    """Begins an export; ask for it until its `status` is `done` or `failed`. At most five of a client wait or run."""
    given, now, exports = call.input, call.platform.clock(), _exports(call)
    period = given.bounded(now)
    if exports.unfinished() >= MOST_UNFINISHED:
        sorry = f"{MOST_UNFINISHED} exports are under way: wait until one has ended, or delete one."
        raise ApiError("RATE_LIMITED", sorry, retry_after_s=30)
    asked = Export(
        export_id=call.platform.new_id(),
        client_id=call.client.client_id,
        kind=given.kind,
        format=given.format,
        period=period,
        created_at=now,
        created_by=call.actor.user_id,
    )
    record = call.audited("export.created", f"export:{asked.export_id}", None, _facts(asked))
    call.documents.batch([exports.opening(asked), record])
    _enqueue(call, asked)
    return ExportReply.of(asked)


@declare("GET", "/v1/admin/exports", takes=ExportsListed, gives=ExportList, errors=("NOT_FOUND",))
def listed(call: Call[ExportsListed]) -> ExportList:
    """A client's exports of the last 90 days, newest first."""
    return ExportList.of(_exports(call).listed(call.input.limit, call.input.cursor))


@declare("GET", "/v1/admin/exports/{exportId}", takes=ExportNamed, gives=ExportReply, errors=("NOT_FOUND",))
def status(call: Call[ExportNamed]) -> ExportReply:
    """How far an export is; once it is done, an address to fetch it from, which works for a quarter of an hour."""
    export = _named(call)[1]
    return ExportReply.of(export, _link(call, export))


@declare("DELETE", "/v1/admin/exports/{exportId}", takes=ExportNamed, gives=ExportRemoved, errors=("NOT_FOUND",))
def remove(call: Call[ExportNamed]) -> ExportRemoved:
    """Deletes an export and its file; one that is under way stops."""
    exports, export = _named(call)
    documents = call.owning(EXPORTS, export.export_id)
    record = call.audited("export.deleted", f"export:{export.export_id}", _facts(export), None)
    documents.batch([exports.removal(export.export_id), record])
    if export.has_file:
        call.platform.files.delete(export.path)
    return ExportRemoved(export_id=export.export_id)


def _exports(call: Call[ExportAsked] | Call[ExportsListed]) -> Exports:
    return Exports(call.documents, call.platform.clock)


def _named(call: Call[ExportNamed]) -> tuple[Exports, Export]:
    exports = Exports(call.owning(EXPORTS, call.input.export_id), call.platform.clock)
    try:
        return exports, exports.get(call.input.export_id)
    except ExportNotFound:  # deleted at this moment
        raise nothing_there() from None


def _enqueue(call: Call[ExportAsked], asked: Export) -> None:
    """An export that nobody will make is failed, not left waiting."""
    data = {"clientId": asked.client_id, "exportId": asked.export_id}
    try:
        call.platform.tasks.enqueue(QUEUE, data, name=asked.export_id)
    except Exception as error:
        log.error("export not enqueued", cause=error, exportId=asked.export_id)
        exports = _exports(call)
        exports.fail(exports.get(asked.export_id), "It could not be begun: try again.")
        raise


def _link(call: Call[ExportNamed], export: Export) -> tuple[str, datetime] | None:
    now = call.platform.clock()
    if not export.has_file or export.kept_until is None or export.kept_until <= now:
        return None
    lives = min(LINK_LIVES, export.kept_until - now)
    return call.platform.files.signed_url(export.path, ttl_s=max(1, int(lives.total_seconds()))), now + lives


def _facts(export: Export) -> dict[str, str]:
    body = export.to_body()
    return {name: body[name] for name in ("kind", "format", "from", "to", "zone", "status")}
