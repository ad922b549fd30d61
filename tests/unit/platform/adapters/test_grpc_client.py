"""What an answer, or none, of a Google service means to the caller."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from google.api_core import exceptions

from shared.platform.adapters.grpc_client import GrpcClient, Refused
from shared.platform.patience import OutOfPatience, one_request, outside_call
from shared.platform.ports.documents import StoreUnavailable

ROOT = Path(__file__).parents[4]
NO_ANSWER = (
    exceptions.ServiceUnavailable("x"),
    exceptions.DeadlineExceeded("x"),
    exceptions.InternalServerError("x"),
    exceptions.Unknown("x"),
    exceptions.RetryError("x", cause=ValueError()),
)
BUSY = (exceptions.ResourceExhausted("x"), exceptions.Cancelled("x"))
REFUSALS = (exceptions.NotFound("x"), exceptions.PermissionDenied("x"), exceptions.Unauthenticated("x"))


def _client() -> GrpcClient[object]:
    return GrpcClient(object)


@pytest.mark.parametrize("error", NO_ANSWER, ids=lambda error: type(error).__name__)
def test_no_answer_is_unavailable_and_the_next_call_connects_anew(error: Exception) -> None:
    service = _client()
    with pytest.raises(StoreUnavailable), service.call() as (first, _):
        raise error
    with service.call() as (second, _):
        assert second is not first


@pytest.mark.parametrize("error", BUSY, ids=lambda error: type(error).__name__)
def test_too_busy_is_unavailable_over_the_same_connection(error: Exception) -> None:
    service = _client()
    with pytest.raises(StoreUnavailable), service.call() as (first, _):
        raise error
    with service.call() as (second, _):
        assert second is first


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: type(error).__name__)
def test_a_refusal_is_told_from_an_outage(error: Exception) -> None:
    with pytest.raises(Refused, match=type(error).__name__), _client().call():
        raise error


def test_a_message_that_nobody_could_send_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="too large"), _client().call():
        raise exceptions.InvalidArgument("too large")


def test_a_conflict_is_left_to_the_caller() -> None:
    with pytest.raises(exceptions.AlreadyExists), _client().call():
        raise exceptions.AlreadyExists("x")


def test_a_request_out_of_patience_asks_nobody() -> None:
    asked = []
    with one_request(0):
        with pytest.raises(OutOfPatience), outside_call():
            pass
        with pytest.raises(StoreUnavailable), _client().call():
            asked.append(1)
    assert asked == []


def test_no_google_library_is_loaded_before_the_first_call() -> None:
    modules = ["pubsub_events", "pubsub_publisher", "held_events", "cloud_tasks", "known_names"]
    modules += ["cloud_storage_files", "cloud_storage_client", "url_signers"]
    lines = "".join(f"import shared.platform.adapters.{module}\n" for module in modules)
    command = f"{lines}import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = (
        "google.api_core",
        "google.auth",
        "google.cloud.",
        "google.pubsub_v1",
        "grpc",
        "requests",
        "cryptography",
    )
    assert [name for name in json.loads(done.stdout) if name.startswith(heavy)] == []
