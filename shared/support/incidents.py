"""The incidents of one client, or, of `SYSTEM`, those of the whole platform."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from shared.platform.ports.clock import Clock, NewId
from shared.platform.ports.documents import AlreadyExists, Create, Document, Update
from shared.platform.tenant import ClientDocuments
from shared.support.conflict import NotThere
from shared.support.incident import Entry, Incident, Level
from shared.support.incident_changes import steps_of
from shared.support.record import Author

INCIDENTS = "incidents"
KEPT = timedelta(days=3 * 365)
_OF_ALERTS = UUID("0c2f1f0e-90a6-4d9c-8a57-5b1f6f1f9f52")  # any fixed one; another would open an incident twice


@dataclass(frozen=True)
class StoredIncident:
    incident: Incident
    version: str


class Incidents:
    def __init__(self, documents: ClientDocuments, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._clock = clock
        self._new_id = new_id

    def open(
        self,
        title: str,
        level: Level,
        *,
        opened_by: Author,
        drill: bool = False,
        impact: str | None = None,
        alert_id: str | None = None,
    ) -> Incident:
        """Stored at once. One that an alert opens has an id made of the alert's: the same alert, told again, finds
        the incident that it has opened."""
        incident, create = self.opening(
            title, level, opened_by=opened_by, drill=drill, impact=impact, alert_id=alert_id
        )
        try:
            self._documents.batch([create])
        except AlreadyExists:
            return self.get(incident.incident_id).incident
        return incident

    def opening(
        self,
        title: str,
        level: Level,
        *,
        opened_by: Author,
        drill: bool = False,
        impact: str | None = None,
        alert_id: str | None = None,
    ) -> tuple[Incident, Create]:
        """The same as a write for a batch."""
        now = self._clock()
        id = str(uuid5(_OF_ALERTS, f"{self._documents.client_id}\n{alert_id}")) if alert_id else self._new_id()
        incident = Incident(
            incident_id=id,
            title=title,
            level=level,
            status="open",
            drill=drill,
            at=now,
            updated_at=now,
            opened_by=opened_by,
            alert_id=alert_id,
            impact=impact,
            steps=steps_of(level),
            timeline=(Entry(at=now, author=opened_by, text=f"Opened as {level}: {title}"),),
        )
        return incident, Create(INCIDENTS, id, incident.to_body(), expires_at=now + KEPT)

    def get(self, incident_id: str) -> StoredIncident:
        """Raises `NotThere`."""
        stored = self._documents.get(INCIDENTS, incident_id)
        if stored is None:
            raise NotThere("incident")
        return StoredIncident(incident_of(stored), stored.version)

    @staticmethod
    def changed(before: StoredIncident, after: Incident) -> Update:
        """To the incident as it was read, else `Stale`."""
        return Update(INCIDENTS, after.incident_id, after.differing(before.incident), before.version)


def incident_of(document: Document) -> Incident:
    return Incident.model_validate(document.body)
