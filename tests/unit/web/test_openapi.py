"""The API description is made from the routes, and the file in the repository is current."""

from openapi_spec_validator import validate

from local.functions import declared
from local.openapi import FILE, rendered
from shared.web.errors import STATUS
from shared.web.openapi import describe


def test_the_file_is_current() -> None:
    assert FILE.read_text("utf-8") == rendered(), "stale: run `make openapi`"


def test_the_description_is_valid_openapi() -> None:
    validate(describe(declared().routes))


def test_every_route_says_what_it_does_and_lies_under_v1() -> None:
    """B1: prefix /v1."""
    for route in declared().routes:
        assert route.summary.endswith((".", "?")), route.path
        assert route.path.startswith("/v1/")


def test_every_error_code_has_a_status_in_the_description() -> None:
    described = str(describe(declared().routes))
    unused = {"TOKEN_EXPIRED"}  # of routes that need a login
    assert [code for code in STATUS if code not in unused and code not in described] == []


def test_no_two_functions_declare_the_same_route() -> None:
    declared_routes = [(route.method, route.path) for route in declared().routes]
    assert len(declared_routes) == len(set(declared_routes))
