"""Firestore, Cloud Storage, Pub/Sub and Cloud Tasks, or their emulators.

Clients are made on first use, so a function pays at its start for none, and later only for those it calls.
"""

import atexit

from shared.platform.adapters.cloud_storage_client import CloudStorageClient
from shared.platform.adapters.cloud_storage_files import CloudStorageFiles
from shared.platform.adapters.cloud_tasks import CloudTasks
from shared.platform.adapters.cloud_trace import export_spans
from shared.platform.adapters.firestore_client import Firestore
from shared.platform.adapters.firestore_documents import FirestoreDocuments
from shared.platform.adapters.held_events import HeldEvents
from shared.platform.adapters.known_names import KnownNames
from shared.platform.adapters.managed_backups import ManagedBackups, NoBackups
from shared.platform.adapters.pubsub_events import PubsubEvents
from shared.platform.adapters.pubsub_publisher import PubsubPublisher
from shared.platform.adapters.url_signers import made_up_signer, service_account_signer
from shared.platform.measured_documents import MeasuredDocuments
from shared.platform.ports.backups import Backups
from shared.platform.ports.documents import Documents
from shared.platform.ports.files import Files
from shared.platform.ports.messages import Events, Tasks
from shared.platform.ports.spans import SpanSink
from shared.platform.settings import GoogleSettings, Settings
from shared.platform.wiring import embeddings, outside, pages, vertex
from shared.platform.wiring.platform import Once, Platform, landmark_engine, new_id, now


def connect(settings: Settings, google: GoogleSettings) -> Platform:
    emulator = google.emulators.firestore if google.emulators else None
    store = FirestoreDocuments(Firestore(google.project, google.database, emulator), now)
    documents = MeasuredDocuments(store)
    meaning = embeddings.wire(settings.embedding_model, settings.vertex)
    return Platform(
        settings=settings,
        documents=documents,
        files=_files(google),
        events=_events(google, documents),
        tasks=_tasks(google, documents),
        landmarks=landmark_engine(settings.face_model),
        embeddings=meaning.embeddings,
        embeddings_state=meaning.state,
        clock=now,
        new_id=new_id,
        pages=pages.pages(settings),
        poster=outside.poster(settings),
        mailer=outside.mailer(settings),
        signing_secret=settings.signing_secret,
        backups=Once(lambda: _backups(google)),
        spans=_spans(google),
        language_model=vertex.language_model(settings.vertex),
    )


def _spans(google: GoogleSettings) -> SpanSink | None:
    if not google.trace_share:
        return None
    spans = export_spans(google.project, google.service, share=google.trace_share)
    atexit.register(spans.flush, 2.0)
    return spans


def _backups(google: GoogleSettings) -> Backups:
    return NoBackups() if google.emulators else ManagedBackups(google.project, google.database)


def _files(google: GoogleSettings) -> Files:
    if google.emulators is None:
        return CloudStorageFiles(CloudStorageClient(google.project), google.buckets, service_account_signer)
    return CloudStorageFiles(
        CloudStorageClient(google.project, google.emulators.storage), google.buckets, made_up_signer
    )


def _events(google: GoogleSettings, documents: Documents) -> Events:
    emulator = google.emulators.pubsub if google.emulators else None
    return PubsubEvents(PubsubPublisher(google.project, emulator), HeldEvents(documents, now), new_id)


def _tasks(google: GoogleSettings, documents: Documents) -> Tasks:
    emulator = google.emulators.tasks if google.emulators else None
    tasks = CloudTasks(google.project, google.region, google.task_targets, google.invoker, now, emulator)
    return KnownNames(tasks, documents, now) if emulator else tasks
