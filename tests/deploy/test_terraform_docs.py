"""The page on Terraform tells the truth, and the configuration explains itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.setup.places import ROOT

TERRAFORM = ROOT / "terraform"
README = (TERRAFORM / "README.md").read_text("utf-8")
BLOCK = re.compile(r'^(variable|output) "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
DESCRIPTION = re.compile(
    r'^  description = (?:"(?P<line>[^\n]+)"|<<-EOT\n(?P<text>.+?)^  EOT)$', re.MULTILINE | re.DOTALL
)
FOLDERS = sorted({file.parent for file in TERRAFORM.glob("**/*.tf")})
COLUMNS = 4  # of the table of modules
MODULES = sorted(folder for folder in (TERRAFORM / "modules").iterdir() if folder.is_dir())


def blocks(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Kind, name and body of every variable and output."""
    for file in sorted(folder.glob("*.tf")):
        yield from BLOCK.findall(file.read_text("utf-8"))


def rows(name: str) -> list[list[str]]:
    """The cells of the table rows that begin with the name in code style."""
    lines = [line for line in README.splitlines() if line.startswith(f"| `{name}` |")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(TERRAFORM)))
def test_every_variable_and_output_is_described(folder: Path) -> None:
    """J7: each says what it is."""
    assert [name for _, name, body in blocks(folder) if not DESCRIPTION.search(body)] == []


def test_the_page_describes_every_variable_and_output_of_an_environment() -> None:
    """J7: word for word as the configuration does."""
    for kind, name, body in blocks(TERRAFORM / "environments" / "prod"):
        described = DESCRIPTION.search(body)
        assert described, (kind, name)
        assert described["line"] in [row[-1] for row in rows(name)], (kind, name)


def test_the_page_describes_no_variable_that_is_not_there() -> None:
    environment = {name for _, name, _ in blocks(TERRAFORM / "environments" / "prod")}
    modules = {module.name for module in MODULES}
    folders = {"environments/dev", "platform/", "modules/", "api/", "checkov.yaml"}
    assert set(re.findall(r"^\| `([^`]+)`", README, re.MULTILINE)) <= environment | modules | folders


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_the_page_lists_what_a_module_takes_and_gives(module: Path) -> None:
    """J7: the map of modules is complete and has nothing that is gone."""
    ((_, makes, takes, gives),) = [row for row in rows(module.name) if len(row) == COLUMNS]
    listed = {"variable": set(re.findall(r"`(\w+)`", takes)), "output": set(re.findall(r"`(\w+)`", gives))}
    assert makes
    for kind in listed:
        assert listed[kind] == {name for of, name, _ in blocks(module) if of == kind}


def test_environments_differ_in_their_values_alone() -> None:
    """J7: what was tried in dev is what runs in prod."""
    dev, prod = TERRAFORM / "environments" / "dev", TERRAFORM / "environments" / "prod"
    assert {file.name for file in dev.glob("*.tf")} == {file.name for file in prod.glob("*.tf")}
    for file in dev.glob("*.tf"):
        assert file.read_text("utf-8") == (prod / file.name).read_text("utf-8"), file.name
    assert (dev / "variables.tf").read_text("utf-8") == (TERRAFORM / "platform" / "variables.tf").read_text("utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(TERRAFORM)))
def test_providers_are_pinned_to_what_was_checked(folder: Path) -> None:
    """J7: the schema check speaks of 6.50 and nothing else."""
    versions = re.findall(r'^\s+version\s+= "([^"]+)"', (folder / "versions.tf").read_text("utf-8"), re.MULTILINE)
    assert set(versions) == {"~> 6.50"}


def test_nothing_is_asked_of_a_cloud_while_planning() -> None:
    """J7: no data sources, so that a plan depends on the code and the state alone."""
    assert [
        str(file) for file in TERRAFORM.glob("**/*.tf") if re.search(r"^data ", file.read_text("utf-8"), re.MULTILINE)
    ] == []
