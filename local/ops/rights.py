"""What shoppers asked for since a backup was taken still holds when it is restored.

The receipts of erasures and the consents of the data in place tell who; both are then done again, by the same code,
in the restored database before it takes its place.
"""

import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from shared.accounts.client import Client
from shared.accounts.directory import CLIENTS
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.ports.clock import Clock
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring.platform import new_id
from shared.shopper.collections import CONSENTS, ERASURES, SESSIONS
from shared.shopper.consent import Consents
from shared.shopper.privacy import Privacy
from shared.shopper.session import SessionNotFound, Sessions

_Session = tuple[str, str]  # client id, session id


class ReceiptsUnreadable(Exception):
    """The data in place is too damaged to tell what shoppers asked for."""


@dataclass(frozen=True)
class Asked:
    erased: tuple[_Session, ...]
    withdrawn: tuple[tuple[_Session, str], ...]  # with the version of the text; only where it was the last word

    def __bool__(self) -> bool:
        return bool(self.erased or self.withdrawn)


@dataclass(frozen=True)
class DoneAgain:
    erased: int
    withdrawn: int


def asked_in(database: Path) -> Asked:
    """Raises `ReceiptsUnreadable`."""
    if not database.exists():
        return Asked((), ())
    try:
        with closing(sqlite3.connect(database)) as connection:
            receipts = connection.execute("SELECT id FROM documents WHERE collection = ?", (ERASURES,)).fetchall()
            consents = connection.execute(
                "SELECT body FROM documents WHERE collection = ? ORDER BY json_extract(body, '$.at')", (CONSENTS,)
            ).fetchall()
    except sqlite3.DatabaseError as error:
        raise ReceiptsUnreadable(str(error)) from error
    last_word = {(body["clientId"], body["sessionId"]): body for (text,) in consents if (body := json.loads(text))}
    return Asked(
        erased=tuple((client, session) for (id,) in receipts for client, _, session in [id.partition(":")]),
        withdrawn=tuple((of, body["version"]) for of, body in last_word.items() if not body["granted"]),
    )


def do_again(database: Path, asked: Asked, clock: Clock) -> DoneAgain:
    """Counts the sessions in which there was anything left to do."""
    documents = SqliteDocuments(database, clock)
    erased = sum(_erased(ClientDocuments(documents, client), session, clock) for client, session in asked.erased)
    withdrawn = sum(
        _withdrawn(ClientDocuments(documents, client), session, version, clock)
        for (client, session), version in asked.withdrawn
    )
    return DoneAgain(erased, withdrawn)


def _erased(documents: ClientDocuments, session_id: str, clock: Clock) -> bool:
    is_back = documents.get(SESSIONS, session_id) is not None
    with suppress(SessionNotFound):
        Privacy(documents, clock, new_id).erase(session_id)
    return is_back


def _withdrawn(documents: ClientDocuments, session_id: str, version: str, clock: Clock) -> bool:
    sessions = Sessions(documents, clock, new_id)
    try:
        session = sessions.get_ended_too(session_id)
    except SessionNotFound:
        return False
    if session.face_consent is None:
        return False
    stored = documents.get(CLIENTS, documents.client_id)
    kept_days = Client.model_validate(stored.body).retention_days if stored else 1
    Consents(documents, sessions, clock, new_id).withdraw(
        session, version=version, retention=timedelta(days=kept_days)
    )
    return True
