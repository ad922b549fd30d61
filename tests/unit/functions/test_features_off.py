"""A feature that a shop has switched off is gone from the widget's configuration and refused at each of its doors.

The routes come from their declarations, so a new one is in by itself.
"""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from functions.session.main import function as start
from local.functions import declared
from shared.accounts.client import Feature
from shared.accounts.directory import Directory
from shared.platform.wiring import Platform
from shared.web.route import Route
from tests.support import KEY, ask, client, data_of, error_of, wired_to

FEATURES: tuple[Feature, ...] = get_args(Feature)
DOORS = [route for route in declared().routes if route.feature]
SESSION = {"clientId": "one", "userId": "u", "platform": "html"}


@pytest.fixture(autouse=True)
def wired(platform: Platform) -> Iterator[None]:
    functions = [start, *(declared().http[route.function] for route in DOORS)]
    for function in functions:
        wired_to(function, platform)
    yield
    for function in functions:
        for kept in ("_platform", "_guards", "_signed_in", "_performance"):
            function.__dict__.pop(kept, None)


def _switched(platform: Platform, feature: Feature, on: bool) -> None:
    Directory(platform.documents, platform.clock).save(
        client("one", features={**dict.fromkeys(FEATURES, True), feature: on})
    )


def _refused_as_off(route: Route) -> bool:
    path = route.path
    for name in route.path_parameters:
        path = path.replace(f"{{{name}}}", "unknown")
    given: dict[str, Any] = {"json": {}} if route.has_body else {}
    answer = ask(declared().http[route.function], route.method, path, key=KEY, **given)
    return answer.status_code == 403 and error_of(answer)["code"] == "FEATURE_DISABLED"


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_switched_off_is_gone_and_its_doors_alone_are_shut(platform: Platform, feature: Feature) -> None:
    """A4: also a call that would be refused for its content is told that the feature is off."""
    _switched(platform, feature, on=False)
    features = data_of(ask(start, "POST", "/v1/ai/session/start", key=KEY, json=SESSION))["config"]["features"]
    assert [name for name in FEATURES if not features.get(name)] == [feature]
    shut = {f"{route.method} {route.path}" for route in DOORS if _refused_as_off(route)}
    assert shut == {f"{route.method} {route.path}" for route in DOORS if route.feature == feature}
    assert shut
