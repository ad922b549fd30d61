"""Firestore's own scheduled backups, which Terraform sets up: listed here, made and kept whole by Google.

The client comes with google-cloud-firestore and is imported with the first call.
"""

from typing import TYPE_CHECKING, Any

from shared.platform.adapters.grpc_client import GrpcClient, Refused, open_channel
from shared.platform.ports.backups import Backup, BackupFailed, NotSupportedHere
from shared.platform.ports.documents import StoreUnavailable

if TYPE_CHECKING:
    from google.cloud.firestore_admin_v1.services.firestore_admin.client import FirestoreAdminClient

_HOST = "firestore.googleapis.com"
_SEE = "see docs/disaster-recovery.md"


class ManagedBackups:
    """Implements `Backups` but for taking and verifying, which nobody can do from within."""

    def __init__(self, project: str, database: str, endpoint: str | None = None) -> None:
        """`endpoint`: `host:port` of a server without accounts, in place of Google's."""
        self._project = project
        self._database = f"projects/{project}/databases/{database}"
        self._client = GrpcClient(lambda: _connect(endpoint))

    def list(self) -> list[Backup]:
        """Raises `BackupFailed` without the permission datastore.backups.list, `StoreUnavailable`."""
        from google.cloud.firestore_admin_v1.types import Backup as Stored

        try:
            with self._client.call() as (client, timeout_s):
                parent = f"projects/{self._project}/locations/-"
                found = client.list_backups(parent=parent, timeout=timeout_s, retry=None)
        except Refused as refused:
            raise BackupFailed(f"Firestore does not list its backups ({refused}); {_SEE}.") from None
        if not found.backups and found.unreachable:
            raise StoreUnavailable("the places where the backups lie cannot be reached")
        ready = [
            _backup(one)
            for one in found.backups
            if one.database == self._database and one.state == Stored.State.READY
        ]
        return sorted(ready, key=lambda backup: backup.taken_at, reverse=True)

    def take(self) -> Backup:
        command = f"gcloud firestore backups schedules list --project={self._project}"
        raise NotSupportedHere(f"Firestore takes its backups by schedule (`{command}`); {_SEE}.")

    def verify(self, id: str) -> Backup:
        command = f"gcloud firestore databases restore --project={self._project} --source-backup=…/backups/{id}"
        raise NotSupportedHere(f"Verify it by restoring it into a new database (`{command} …`); {_SEE}.")


class NoBackups:
    """Implements `Backups` where nothing is worth one: Google's emulators."""

    def list(self) -> "list[Backup]":  # quoted: within the class, `list` is the method
        return []

    def take(self) -> Backup:
        raise NotSupportedHere("The emulators keep no backups: run without CLOUD=emulators to take one.")

    def verify(self, id: str) -> Backup:
        raise NotSupportedHere("The emulators keep no backups: run without CLOUD=emulators to verify one.")


def _backup(stored: Any) -> Backup:
    """The last part of its name is its id."""
    return Backup(
        id=stored.name.rpartition("/")[2],
        taken_at=stored.snapshot_time,
        size_bytes=stored.stats.size_bytes,
        documents=stored.stats.document_count,
        collections={},
        managed=True,
    )


def _connect(endpoint: str | None) -> "FirestoreAdminClient":
    from google.cloud.firestore_admin_v1.services.firestore_admin.client import FirestoreAdminClient
    from google.cloud.firestore_admin_v1.services.firestore_admin.transports.grpc import FirestoreAdminGrpcTransport

    channel = open_channel(FirestoreAdminGrpcTransport, _HOST, endpoint)
    return FirestoreAdminClient(transport=FirestoreAdminGrpcTransport(channel=channel))
