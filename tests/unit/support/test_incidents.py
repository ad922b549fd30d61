"""Incidents that the product opens by itself."""

from shared.platform.ports.documents import Query
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.support.incidents import INCIDENTS, Incidents
from shared.support.record import Author
from tests.support import SteppedClock

ALERTS = Author(user_id=None, name="alerts", role="system")


def test_an_alert_told_twice_opens_one_incident(
    documents: ClientDocuments, platform: Platform, clock: SteppedClock
) -> None:
    """J1."""
    incidents = Incidents(documents, clock, platform.new_id)
    ids = [
        incidents.open("No answers", "p1_critical", opened_by=ALERTS, alert_id="a-1").incident_id for _ in range(2)
    ]
    other = Incidents(ClientDocuments(platform.documents, "two"), clock, platform.new_id)
    ids.append(other.open("No answers", "p1_critical", opened_by=ALERTS, alert_id="a-1").incident_id)
    assert ids[0] == ids[1] != ids[2]
    assert len(documents.query(Query(INCIDENTS, {})).items) == 1
