"""What is kept of whom: shown, copied and erased, by session, by shopper and by client."""

from datetime import timedelta
from functools import partial
from typing import Any

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.accounts.erasure import ClientServes, ClientUnknown, ErasedClients
from shared.accounts.protection import WITHHELD, collections_of_a_client, collections_to_copy, record
from shared.platform import patience
from shared.platform.tenant import ClientDocuments
from shared.shopper.collections import CONSENTS, SESSIONS
from shared.shopper.privacy import Privacy, erased_at
from shared.shopper.receipt_signature import SignedReceipt, signature
from shared.shopper.shoppers import ShopperNotFound, Shoppers
from shared.web import client_copy
from shared.web.call import Call
from shared.web.contract.base import ClientNamed, OfClient
from shared.web.contract.privacy import (
    ClientErased,
    ClientErasureShown,
    ClientExported,
    ConsentKept,
    ConsentOf,
    ProcessingRecord,
    SessionOf,
    ShopperErasure,
    ShopperKept,
    ShopperNamed,
)
from shared.web.contract.session import Erased, Kept
from shared.web.deployment import Deployment
from shared.web.errors import ApiError, Detail, no_such_client, nothing_there
from shared.web.function import HttpFunction

RIGHTS_S = 60.0
AT_MOST_S = 40.0  # of one call of a client's erasure
LINK_FOR = timedelta(minutes=15)
FILES = ("exports", "frames")

MERCHANTS: tuple[Permission, ...] = ("view_own_data", "view_all_clients")  # and super admins
OPERATORS: tuple[Permission, ...] = ("manage_system",)

function = HttpFunction(
    "privacy",
    deployment=Deployment(timeout_s=300, buckets=("exports", "frames"), secrets=("SIGNING_SECRET",)),
)
declare = partial(function.route, audience="admin")


def privacy(request: Request) -> Response:
    return function(request)


@declare("GET", "/v1/admin/privacy/record", takes=OfClient, gives=ProcessingRecord, permissions=MERCHANTS)
def processing(call: Call[OfClient]) -> ProcessingRecord:
    """What is kept, why, on which basis, for how long and who sees it, for a shop's own data-protection page."""
    days = call.client.retention_days if call.client_id else None
    return ProcessingRecord(retention_days=days, items=record())


@declare(
    "GET",
    "/v1/admin/privacy/sessions/{sessionId}",
    takes=SessionOf,
    gives=Kept,
    permissions=MERCHANTS,
    errors=("NOT_FOUND",),
)
def session_kept(call: Call[SessionOf]) -> Kept:
    """All that is kept of one session."""
    with patience.one_request(RIGHTS_S):
        return Kept.model_validate(_of_session(call).kept(call.input.session_id))


@declare(
    "DELETE",
    "/v1/admin/privacy/sessions/{sessionId}",
    takes=SessionOf,
    gives=Erased,
    permissions=MERCHANTS,
    errors=("NOT_FOUND",),
)
def erase_session(call: Call[SessionOf]) -> Erased:
    """Erases one session and returns a receipt of counts; asked again, the same receipt."""
    with patience.one_request(RIGHTS_S):
        documents = _owning(call)
        erasure = _of_session(call).erase(call.input.session_id)
        after = {"receiptId": erasure.receipt_id, "counts": erasure.counts}
        documents.batch([call.audited("session.erased", f"erasure:{erasure.receipt_id}", None, after)])
    return Erased(receipt_id=erasure.receipt_id, at=erasure.at, erased=erasure.counts)


@declare(
    "GET",
    "/v1/admin/privacy/consents/{consentId}",
    takes=ConsentOf,
    gives=ConsentKept,
    permissions=MERCHANTS,
    errors=("NOT_FOUND",),
)
def consent_kept(call: Call[ConsentOf]) -> ConsentKept:
    """One consent, or its withdrawal, with its receipt, which `POST /v1/ai/consent/verify` can check."""
    documents = call.owning(CONSENTS, call.input.consent_id)
    stored = documents.get(CONSENTS, call.input.consent_id)
    if stored is None:  # erased at this moment
        raise nothing_there()
    kept, secret = ConsentKept.model_validate(stored.body), call.platform.signing_secret
    said = SignedReceipt(kept.session_id, kept.consent_id, kept.granted, kept.version, kept.expires_at, kept.text)
    signed = signature(secret, kept.client_id, said) if secret else None
    return kept.model_copy(update={"signature": signed})


@declare(
    "GET",
    "/v1/admin/privacy/users/{shopperId}",
    takes=ShopperNamed,
    gives=ShopperKept,
    permissions=MERCHANTS,
    errors=("NOT_FOUND",),
)
def shopper_kept(call: Call[ShopperNamed]) -> ShopperKept:
    """All that is kept of a shopper, by the id that the shop gives them."""
    with patience.one_request(RIGHTS_S):
        try:
            return ShopperKept(sessions=_shoppers(call).kept(call.input.shopper_id))
        except ShopperNotFound:
            raise _nobody() from None


@declare(
    "DELETE",
    "/v1/admin/privacy/users/{shopperId}",
    takes=ShopperNamed,
    gives=ShopperErasure,
    permissions=MERCHANTS,
    errors=("NOT_FOUND",),
)
def erase_shopper(call: Call[ShopperNamed]) -> ShopperErasure:
    """Erases all visits of a shopper, each with its receipt. Cut off half-way, the next call goes on."""
    with patience.one_request(RIGHTS_S):
        try:
            erased = _shoppers(call).erase(call.input.shopper_id)
        except ShopperNotFound:
            raise _nobody() from None
        after = {"receipts": erased.receipts, "counts": erased.counts}
        call.documents.batch([call.audited("shopper.erased", f"erasure:{erased.receipts[0]}", None, after)])
    return ShopperErasure.of(erased)


@declare(
    "POST",
    "/v1/admin/privacy/clients/{clientId}/export",
    takes=ClientNamed,
    gives=ClientExported,
    permissions=OPERATORS,
    secret=True,
)
def export_client(call: Call[ClientNamed]) -> ClientExported:
    """Copies everything of a client into one file, for fifteen minutes: documents by collection, as stored.

    No secrets: keys, sign-ins and invitations, the hashes of passwords and the targets of alert channels are left
    out."""
    client_id, platform = call.client.client_id, call.platform
    path = f"exports/{client_id}/{platform.new_id()}/everything.json"
    with patience.one_request(RIGHTS_S), platform.files.writer(path, "application/json") as into:
        counts = client_copy.write(call.documents, collections_to_copy(), into, WITHHELD)
    call.documents.batch([call.audited("client.copied", f"client:{client_id}", None, {"documents": counts})])
    url = platform.files.signed_url(path, ttl_s=int(LINK_FOR.total_seconds()))
    return ClientExported(download_url=url, expires_at=platform.clock() + LINK_FOR, documents=counts)


@declare(
    "DELETE",
    "/v1/admin/privacy/clients/{clientId}",
    takes=ClientErased,
    gives=ClientErasureShown,
    permissions=OPERATORS,
    errors=("NOT_FOUND", "CONFLICT"),
)
def erase_client(call: Call[ClientErased]) -> ClientErasureShown:
    """Erases everything of a client that was closed, but its closed bills and the record of who changed what.

    Send it again until `endedAt` is there, a minute after the first call at the earliest: a client is served for some
    seconds after it was closed. After that it gives the same receipt."""
    given, platform = call.input, call.platform
    if given.confirm != given.erased_client_id:
        detail = Detail("confirm", "must be the client's id once more")
        raise ApiError("INVALID_REQUEST", "Confirm which client is to be erased.", [detail])
    clients = ErasedClients(
        platform.documents, platform.files, collections_of_a_client(), platform.clock, platform.new_id
    )
    with patience.one_request(RIGHTS_S):
        try:
            erasure = clients.erase(given.erased_client_id, FILES, AT_MOST_S)
        except ClientUnknown:
            raise no_such_client() from None
        except ClientServes:
            raise ApiError("CONFLICT", "This client is not closed: close it first, so that nobody writes.") from None
        after = {"receiptId": erasure.receipt_id, "counts": erasure.counts}
        call.system.batch([call.audited("client.erased", f"client:{given.erased_client_id}", None, after)])
    return ClientErasureShown.of(erasure)


def _of_session(call: Call[SessionOf]) -> Privacy:
    return Privacy(_owning(call), call.platform.clock, call.platform.new_id)


def _owning(call: Call[SessionOf]) -> ClientDocuments:
    """A client's people look among their own, where the receipt of what is erased already is found as well.

    For a super admin the session tells whose it is and, once that is gone, its receipt.
    """
    if call.actor.client_id:
        return call.documents
    session_id, documents = call.input.session_id, call.platform.documents
    if documents.get(SESSIONS, session_id) is None and (owner := erased_at(documents, call.clients(), session_id)):
        return ClientDocuments(documents, owner)
    return call.owning(SESSIONS, session_id)


def _shoppers(call: Call[Any]) -> Shoppers:
    return Shoppers(call.documents, call.platform.clock, call.platform.new_id)


def _nobody() -> ApiError:
    return ApiError("NOT_FOUND", "Nothing is kept of a shopper of that id.")
