"""The schema providers, served once for all tests of deploying, and what to say where they cannot run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.deploy import checkov
from tests.deploy.terraform import Workspace, missing, schema_providers


@pytest.fixture(scope="session")
def terraform_environment() -> Iterator[dict[str, str]]:
    """The environment in which Terraform finds the schema providers."""
    if lacks := missing():
        pytest.skip(f"NOT CHECKED: Terraform configuration against its schema; missing: {', '.join(lacks)}")
    with schema_providers() as environment:
        yield environment


@pytest.fixture
def workspace_of(terraform_environment: dict[str, str], tmp_path: Path) -> Callable[[str], Workspace]:
    """Makes a workspace of one file's text."""

    def make(text: str) -> Workspace:
        configuration = tmp_path / "written" / "configuration"
        configuration.mkdir(parents=True)
        (configuration / "main.tf").write_text(text)
        (tmp_path / "copied").mkdir()
        return Workspace.of(configuration, tmp_path / "copied", terraform_environment)

    return make


@pytest.fixture(scope="session")
def checkov_program() -> Path:
    """checkov, for tests that call it through tests.deploy.checkov."""
    if not checkov.PROGRAM.exists():
        pytest.skip("NOT CHECKED: the plan against checkov's rules; missing: .cache/tools/checkov")
    return checkov.PROGRAM
