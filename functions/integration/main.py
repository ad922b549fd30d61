"""Whether a client's shop is set up well: its integration tried, its safety reviewed."""

from functools import partial

from flask import Request, Response

from shared.accounts.actor import Permission
from shared.accounts.keys import Keys
from shared.accounts.users import Users
from shared.catalogue.repository import Catalogue
from shared.integration import verification
from shared.integration.finding import worst
from shared.integration.security import SetUp, reviewed
from shared.integration.verification import SampleWebhook, Tried, verified
from shared.platform import patience
from shared.web.call import Call
from shared.web.contract.base import ClientNamed
from shared.web.contract.integration import SecurityReview, Trial, Verified
from shared.web.deployment import Deployment
from shared.web.errors import ApiError
from shared.web.function import HttpFunction
from shared.web.route import KIB

TRYING_S = 8.0  # the shop's page alone may take five seconds
MAY: tuple[Permission, ...] = ("view_own_data", "manage_system")

function = HttpFunction("integration", deployment=Deployment(timeout_s=30, secrets=("SIGNING_SECRET",)))
declare = partial(function.route, audience="admin", permissions=MAY)


def integration(request: Request) -> Response:
    return function(request)


@declare("POST", "/v1/admin/clients/{clientId}/verify", takes=Trial, gives=Verified, max_body=512 * KIB)
def verify(call: Call[Trial]) -> Verified:
    """Tries the integration and says what is wrong and how to mend it: the key, the origin, the shop's page with its
    camera permission and content security policies, the catalogue's freshness, a webhook's signature, recent use."""
    given, client, platform = call.input, call.client, call.platform
    with patience.one_request(TRYING_S):
        count, changed_at = Catalogue(call.documents).summary()
        tried = Tried(
            client=client,
            keys=Keys(call.documents, platform.clock).all(),
            endpoint=platform.settings.api_endpoint,
            now=platform.clock(),
            product_count=count,
            changed_at=changed_at,
            secret=platform.signing_secret,
            key=given.key,
            origin=given.origin,
            webhook=SampleWebhook(given.webhook.body, given.webhook.signature) if given.webhook else None,
        )
        outcome = verified(tried, platform.pages())
        record = call.audited("client.verified", f"client:{client.client_id}", None, {"state": outcome.state})
        call.documents.batch([verification.kept(client.client_id, outcome), record])
    return Verified.of(outcome)


@declare("GET", "/v1/admin/clients/{clientId}/verification", takes=ClientNamed, gives=Verified)
def last_verification(call: Call[ClientNamed]) -> Verified:
    """What the last trial found. NOT_FOUND before the first."""
    last = verification.last(call.documents)
    if last is None:
        raise ApiError("NOT_FOUND", "The integration was not tried yet: verify it.")
    return Verified.of(last)


@declare("GET", "/v1/admin/clients/{clientId}/security", takes=ClientNamed, gives=SecurityReview)
def security(call: Call[ClientNamed]) -> SecurityReview:
    """How safely the client is set up: old and idle keys, origins for trials, people who no longer sign in, waiting
    invitations, retention, and whether the shop's page showed a secret key when it was last verified."""
    documents = call.documents
    setup = SetUp(
        client=call.client,
        keys=Keys(documents, call.platform.clock).all(),
        people=Users(documents).all(),
        last_verification=verification.last(documents),
        now=call.platform.clock(),
    )
    findings = reviewed(setup)
    return SecurityReview(state=worst(findings), findings=findings)
