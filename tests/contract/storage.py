"""The file stores that are held to the contract: one machine's folder, and Cloud Storage by fake-gcs-server."""

from pathlib import Path
from uuid import uuid4

from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client

from shared.platform.adapters.cloud_storage_client import CloudStorageClient
from shared.platform.adapters.cloud_storage_files import CloudStorageFiles
from shared.platform.adapters.folder_files import FolderFiles
from shared.platform.adapters.url_signers import made_up_signer
from shared.platform.google_settings import Emulators
from tests.support import SteppedClock

PURPOSES = ("a", "p", "photos", "q")


def folder_files(folder: Path, clock: SteppedClock) -> FolderFiles:
    return FolderFiles(folder, "http://127.0.0.1:8080", b"secret", clock)


def cloud_storage_files(emulators: Emulators) -> CloudStorageFiles:
    """In buckets of its own: one for photos, another for all else."""
    unique = uuid4().hex[:12]
    buckets = {purpose: f"{unique}-photos" if purpose == "photos" else f"{unique}-else" for purpose in PURPOSES}
    raw = raw_client(emulators)
    for name in set(buckets.values()):
        raw.create_bucket(name)
    return CloudStorageFiles(CloudStorageClient("emulated", emulators.storage), buckets, made_up_signer)


def raw_client(emulators: Emulators) -> Client:
    options = {"api_endpoint": emulators.storage}
    return Client(project="emulated", credentials=AnonymousCredentials(), client_options=options)
