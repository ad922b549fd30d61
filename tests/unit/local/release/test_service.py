"""Who gets how much traffic, read from what gcloud answers."""

from local.release.service import Service, service_name


def described(*traffic: dict[str, object]) -> dict[str, object]:
    status = {"latestReadyRevisionName": "chat-3", "latestCreatedRevisionName": "chat-3", "traffic": list(traffic)}
    return {"metadata": {"name": "chat"}, "status": status}


def test_a_fresh_service_floats_on_its_newest_revision() -> None:
    service = Service.of(described({"revisionName": "chat-3", "percent": 100, "latestRevision": True}))
    assert (service.serving, service.floats) == ("chat-3", True)


def test_a_service_tied_by_name_does_not_float() -> None:
    service = Service.of(described({"revisionName": "chat-2", "percent": 100}))
    assert (service.serving, service.floats) == ("chat-2", False)


def test_a_tag_without_traffic_serves_nobody() -> None:
    tagged = {"revisionName": "chat-3", "tag": "look", "latestRevision": True}
    service = Service.of(described({"revisionName": "chat-2", "percent": 100}, tagged))
    assert (dict(service.shares), service.floats) == ({"chat-2": 100}, False)


def test_a_split_service_serves_from_no_single_revision() -> None:
    halves = ({"revisionName": "chat-2", "percent": 50}, {"revisionName": "chat-3", "percent": 50})
    assert Service.of(described(*halves)).serving is None


def test_the_same_revision_named_twice_is_one_share() -> None:
    twice = ({"revisionName": "chat-3", "percent": 40}, {"revisionName": "chat-3", "percent": 60})
    assert Service.of(described(*twice)).serving == "chat-3"


def test_shares_add_up_to_a_hundred() -> None:
    service = Service.of(described({"revisionName": "chat-2", "percent": 100}))
    assert service.shares_at(10, "chat-2") == {"chat-3": 10, "chat-2": 90}
    assert service.shares_at(100, "chat-2") == {"chat-3": 100}


def test_a_service_is_named_by_its_last_part() -> None:
    service = "projects/p/locations/europe-west1/services/face-analyze"
    assert service_name({"serviceConfig": {"service": service}}) == "face-analyze"


def test_a_function_that_never_deployed_has_no_service() -> None:
    assert service_name({"name": "projects/p/locations/r/functions/chat"}) == ""
