"""What the functions of alerts share: which rules are whose, evaluating them, and telling of what fired."""

from collections.abc import Iterator
from datetime import datetime

from shared.accounts.directory import CLIENTS
from shared.accounts.scope import SYSTEM
from shared.alerts.carrying import Carriers
from shared.alerts.checking import Change, Check
from shared.alerts.deliveries import Deliveries
from shared.alerts.measuring import StoredReadings
from shared.alerts.state import Owed
from shared.platform.ports.documents import Query
from shared.platform.tenant import CLIENT_ID, ClientDocuments
from shared.platform.wiring import Platform
from shared.web.listener import attributes_for

FIRED = "alert.fired"


def owners(platform: Platform) -> Iterator[ClientDocuments]:
    """Every client, and the platform itself."""
    for client in platform.documents.query(Query(CLIENTS, {}, fields=(CLIENT_ID,))).items:
        yield ClientDocuments(platform.documents, client.id)
    yield ClientDocuments(platform.documents, SYSTEM)


def evaluate(platform: Platform, documents: ClientDocuments, at: datetime) -> list[Change]:
    """All rules of one owner, and what began or ended by it."""

    def announce(owed: Owed) -> None:
        data = {"firingId": owed.firing_id, "occasion": owed.occasion, "attempt": owed.attempt}
        platform.events.publish(FIRED, data, attributes_for(documents.client_id))

    check = Check(documents, announce, platform.clock, platform.new_id)
    return check.run(StoredReadings(documents, at), at)


def deliveries(platform: Platform, documents: ClientDocuments) -> Deliveries:
    of_platform = ClientDocuments(platform.documents, SYSTEM)
    mailer = platform.mailer() if platform.mailer else None
    carriers = Carriers(mailer, platform.poster(), platform.signing_secret)
    return Deliveries(documents, of_platform, carriers, platform.clock)


def site(platform: Platform) -> str:
    """Where the admin site is."""
    return platform.settings.admin_origin or platform.settings.api_endpoint
