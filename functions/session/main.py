"""Session start, consent, and what is kept of a shopper."""

from datetime import timedelta

from flask import Request, Response

from shared.accounts.client import Feature
from shared.insight.arms import arm_of
from shared.platform import patience
from shared.shopper.consent import Consents
from shared.shopper.privacy import Privacy
from shared.shopper.receipt_signature import SignedReceipt, is_genuine, signature
from shared.shopper.session import Holdout, Session
from shared.web.call import Call
from shared.web.contract.session import (
    ConsentGiven,
    ConsentReceipt,
    Erased,
    Kept,
    ReceiptPresented,
    ReceiptVerified,
    SessionConfig,
    SessionNamed,
    SessionStart,
    SessionStarted,
)
from shared.web.deployment import Deployment
from shared.web.errors import ApiError
from shared.web.function import HttpFunction
from shared.web.plan_limit import features_within_plan, require_within_plan

RIGHTS_S = 20.0  # for all that is kept of a shopper, which may be thousands of records; the gateway waits for 30 s

function = HttpFunction("session", deployment=Deployment(warm=True, secrets=("SIGNING_SECRET",)))


def session(request: Request) -> Response:
    return function(request)


@function.route(
    "POST",
    "/v1/ai/session/start",
    takes=SessionStart,
    gives=SessionStarted,
    status=201,
    errors=("FORBIDDEN", "FEATURE_DISABLED"),
)
def start(call: Call[SessionStart]) -> SessionStarted:
    """Starts a shopper's session and returns the configuration the widget runs by."""
    given, client = call.input, call.client
    if given.client_id != client.client_id:
        raise ApiError("FORBIDDEN", "This key belongs to another shop: send that shop's clientId.")
    require_within_plan(call, "sessions")
    started = call.sessions.start(
        user_id=given.user_id,
        platform=given.platform,
        locale=given.locale,
        product_id=given.product_id,
        device=call.device,
        holdout=_holdout(call),
        lifetime=timedelta(hours=client.session_hours),
        retention=timedelta(days=client.retention_days),
    )
    # Built from checked values on the busiest write, so they are not checked again.
    config = SessionConfig.model_construct(
        api_endpoint=call.platform.settings.api_endpoint, features=_features(call, started), branding=client.branding
    )
    return SessionStarted.model_construct(session_id=started.session_id, config=config, expires_at=started.expires_at)


@function.route(
    "POST",
    "/v1/ai/consent",
    takes=ConsentGiven,
    gives=ConsentReceipt,
    status=201,
    errors=("NOT_FOUND", "FEATURE_DISABLED"),
)
def consent(call: Call[ConsentGiven]) -> ConsentReceipt:
    """Records that the shopper agrees to face analysis, or takes it back; a withdrawal forgets the face.

    A withdrawal is taken at any time: after the visit has ended, and when the feature or the text has changed.
    """
    given, client, platform = call.input, call.client, call.platform
    consents = Consents(call.documents, call.sessions, platform.clock, platform.new_id)
    retention = timedelta(days=client.retention_days)
    if given.granted:
        if not client.has("faceAnalysis"):
            raise ApiError("FEATURE_DISABLED", "This shop has switched this feature off.")
        session = call.sessions.get(given.session_id)
        receipt = consents.grant(session, version=given.version, current=client.consent_version, retention=retention)
    else:
        with patience.one_request(RIGHTS_S):
            session = call.sessions.get_ended_too(given.session_id)
            receipt = consents.withdraw(session, version=given.version, retention=retention)
    said = SignedReceipt(
        given.session_id, receipt.consent_id, receipt.granted, receipt.version, receipt.expires_at, receipt.text
    )
    secret = platform.signing_secret
    return ConsentReceipt(
        consent_id=receipt.consent_id,
        granted=receipt.granted,
        version=receipt.version,
        expires_at=receipt.expires_at,
        text=receipt.text,
        signature=signature(secret, client.client_id, said) if secret else None,
    )


@function.route(
    "POST", "/v1/ai/consent/verify", takes=ReceiptPresented, gives=ReceiptVerified, errors=("UNAVAILABLE",)
)
def verify_receipt(call: Call[ReceiptPresented]) -> ReceiptVerified:
    """Whether a consent receipt is genuine, also after everything else of its session was erased."""
    secret, given = call.platform.signing_secret, call.input
    if secret is None:
        raise ApiError("UNAVAILABLE", "Nothing can be checked here: SIGNING_SECRET is not set.", retry_after_s=60)
    return ReceiptVerified(valid=is_genuine(secret, call.client.client_id, given.said(), given.signature))


@function.route("GET", "/v1/privacy/sessions/{sessionId}", takes=SessionNamed, gives=Kept, errors=("NOT_FOUND",))
def kept(call: Call[SessionNamed]) -> Kept:
    """Shows all that is kept of a shopper."""
    with patience.one_request(RIGHTS_S):
        return Kept.model_validate(_privacy(call).kept(call.input.session_id))


@function.route("DELETE", "/v1/privacy/sessions/{sessionId}", takes=SessionNamed, gives=Erased, errors=("NOT_FOUND",))
def erase(call: Call[SessionNamed]) -> Erased:
    """Erases all that is kept of a shopper and returns a receipt; asked again, the same receipt."""
    with patience.one_request(RIGHTS_S):
        erasure = _privacy(call).erase(call.input.session_id)
    return Erased(receipt_id=erasure.receipt_id, at=erasure.at, erased=erasure.counts)


def _holdout(call: Call[SessionStart]) -> Holdout | None:
    share, client_id = call.client.holdout_share, call.client.client_id
    return Holdout(arm_of(client_id, call.input.user_id, share), share) if share else None


def _features(call: Call[SessionStart], started: Session) -> dict[Feature, bool]:
    """All off for a shopper who is held out."""
    return dict.fromkeys(call.client.features, False) if started.held_out else features_within_plan(call)


def _privacy(call: Call[SessionNamed]) -> Privacy:
    return Privacy(call.documents, call.platform.clock, call.platform.new_id)
