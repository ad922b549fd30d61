"""Each refusal in the port's words; what speaks of a wrong set-up is not taken for an outage."""

import pytest

pytest.importorskip("google.cloud.firestore_v1", reason="NOT CHECKED: Google's Firestore client is not installed")

from google.api_core import exceptions

from shared.platform.adapters.firestore_errors import meaning
from shared.platform.ports.documents import (
    AlreadyExists,
    DocumentTooLarge,
    IndexMissing,
    Missing,
    Stale,
    StoreUnavailable,
)


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (exceptions.ServiceUnavailable("connection reset"), StoreUnavailable),
        (exceptions.DeadlineExceeded("late"), StoreUnavailable),
        (exceptions.Aborted("contention"), StoreUnavailable),
        (exceptions.ResourceExhausted("quota"), StoreUnavailable),
        (exceptions.InternalServerError("oops"), StoreUnavailable),
        (exceptions.AlreadyExists("there"), AlreadyExists),
        (exceptions.NotFound("No document to update: projects/p/databases/d/documents/c/a"), Missing),
        (exceptions.FailedPrecondition("the stored version does not match the required base version"), Stale),
        (exceptions.FailedPrecondition("The query requires an index. You can create it here: …"), IndexMissing),
        (exceptions.InvalidArgument("its size (1,050,086 bytes) exceeds the maximum allowed"), DocumentTooLarge),
        (exceptions.InvalidArgument("nested arrays are not allowed"), ValueError),
    ],
)
def test_a_refusal_is_the_ports_error(refusal: exceptions.GoogleAPICallError, error: type[Exception]) -> None:
    assert type(meaning(refusal)) is error


@pytest.mark.parametrize(
    "refusal",
    [
        exceptions.PermissionDenied("no"),
        exceptions.Unauthenticated("who"),
        exceptions.NotFound("The database (default) does not exist for project p"),
    ],
)
def test_a_wrong_set_up_stays_what_it_is(refusal: exceptions.GoogleAPICallError) -> None:
    assert meaning(refusal) is refusal
