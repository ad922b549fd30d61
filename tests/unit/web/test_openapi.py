"""The API description is made from the routes, and the file in the repository is current."""

import re

import yaml
from openapi_spec_validator import validate

from local.api_reference import reference
from local.functions import declared
from local.openapi import FUNCTIONS, OPENAPI, REFERENCE, description, openapi, table
from shared.web.errors import STATUS


def test_the_files_are_current() -> None:
    """J7: what Terraform reads is what the code declares."""
    assert OPENAPI.read_text("utf-8") == openapi(declared()), "stale: run `make openapi`"
    assert FUNCTIONS.read_text("utf-8") == table(declared()), "stale: run `make openapi`"
    assert REFERENCE.read_text("utf-8") == reference(description(declared())), "stale: run `make openapi`"


def test_the_reference_names_every_route_and_every_model_has_its_place() -> None:
    """K5: nothing that can be called is left out, and no link leads nowhere."""
    text = REFERENCE.read_text("utf-8")
    assert [r.path for r in declared().routes if f"### {r.method} {r.path}\n" not in text] == []
    models = {line[4:].lower() for line in text.splitlines() if line.startswith("### ")}
    assert {name for name in re.findall(r"\]\(#([a-z0-9_]+)\)", text) if name not in models} == set()


def test_the_description_is_valid_openapi() -> None:
    validate(yaml.safe_load(OPENAPI.read_text("utf-8")))


def test_the_gateway_finds_the_function_of_every_operation_and_answers_preflights() -> None:
    description = yaml.safe_load(OPENAPI.read_text("utf-8"))
    backends = description["x-google-api-management"]["backends"]
    assert backends.keys() == declared().http.keys()
    for path, operations in description["paths"].items():
        assert operations["options"]["security"] == [], path
        assert len({operation["x-google-backend"] for operation in operations.values()}) == 1, path
        assert all(operation["x-google-backend"] in backends for operation in operations.values()), path


def test_every_route_says_what_it_does_and_lies_under_v1() -> None:
    """B1: prefix /v1."""
    for route in declared().routes:
        assert route.summary.endswith((".", "?")), route.path
        assert route.path.startswith("/v1/")


def test_every_error_code_has_a_status_in_the_description() -> None:
    described = OPENAPI.read_text("utf-8")
    assert [code for code in STATUS if code not in described] == []


def test_pictures_are_described_as_pictures() -> None:
    """C7: what is sent, and the two forms that come back; nothing of it is replayed."""
    operation = yaml.safe_load(OPENAPI.read_text("utf-8"))["paths"]["/v1/ai/try-on"]["post"]
    assert list(operation["responses"]["200"]["content"]) == ["image/png", "image/webp"]
    form = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(form["required"]) == {"sessionId", "productId", "image"}
    assert "parameters" not in operation


def test_a_form_tells_all_that_may_go_with_its_file() -> None:
    """Landmarks stand for the photo, so they have no place beside it."""
    operation = yaml.safe_load(OPENAPI.read_text("utf-8"))["paths"]["/v1/ai/face-analyze"]["post"]
    form = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(form["properties"]) == {"sessionId", "image", "card", "pupillaryDistance"}
    assert set(form["required"]) == {"sessionId", "image"}
    assert form["properties"]["pupillaryDistance"]["type"] == "number"


def test_no_two_functions_declare_the_same_route() -> None:
    declared_routes = [(route.method, route.path) for route in declared().routes]
    assert len(declared_routes) == len(set(declared_routes))
