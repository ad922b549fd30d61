"""Each archive, unpacked alone in an environment of its own packages alone, answers from Google's emulators."""

import re
from pathlib import Path

import pytest

from local.bundle.contents import functions
from local.functions import declared
from shared.platform.google_settings import Emulators
from shared.web.function import HttpFunction
from tests.deploy.bundles import Unpacked, installed, served, unpacked
from tests.deploy.first_answers import FIRST_ANSWERS, push
from tests.deploy.shop_in_the_cloud import ShopInTheCloud, opened
from tests.journey.shop import Shop

NAMES = functions()
FUNCTIONS = declared()


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bundles")


@pytest.fixture(scope="module")
def cloud(emulators: Emulators) -> ShopInTheCloud:
    return opened(emulators)


@pytest.fixture(params=NAMES, scope="module")
def function(request: pytest.FixtureRequest, workshop: Path) -> Unpacked:
    return unpacked(request.param, workshop)


def test_an_archive_names_every_package_that_it_needs(function: Unpacked):
    """J8: nothing is left for the build in the cloud to choose."""
    lines = (function.root / "requirements.txt").read_text().splitlines()
    pins = {match[0] for line in lines if (match := re.match(r"[^\s;#]+==[^\s;]+", line))}
    assert {line.lower() for line in installed(function.python)} <= {pin.lower() for pin in pins}


def test_an_archive_answers_alone(function: Unpacked, cloud: ShopInTheCloud):
    """J8, B14: real requests, real data in the store."""
    is_told = function.name in FUNCTIONS.events
    with served(function, "cloudevent" if is_told else "http", cloud.settings) as (url, _):
        shop = Shop(url)
        if http := FUNCTIONS.http.get(function.name):
            _strangers_are_told_so(shop, http)
        if is_told:
            assert push(shop, {"sessionId": "gone", "messageId": "m"}) in {200, 204}
        if check := FIRST_ANSWERS.get(function.name):
            check(shop, cloud)


def _strangers_are_told_so(shop: Shop, function: HttpFunction) -> None:
    for route in function.routes:
        path = route.path.replace("{", "").replace("}", "")
        expected = 401 if route.audience != "public" else 422 if route.has_body else 200
        answer = shop.ask(route.method, path, {} if route.has_body else None, key="")
        assert answer.status == expected, answer.body
