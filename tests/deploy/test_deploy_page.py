"""The walk-through names only commands, variables and pages that are there."""

import re
from pathlib import Path

import pytest

from local.ops.words import parser
from local.setup.places import ROOT

PAGE = (ROOT / "docs" / "deploy.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
VARIABLES = (ROOT / "terraform" / "environments" / "prod" / "variables.tf").read_text("utf-8")
OUTPUTS = (ROOT / "terraform" / "environments" / "prod" / "outputs.tf").read_text("utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
ACCOUNTS = re.compile(r'account_id\s+= "([^"$]+)"')


def test_every_make_target_exists() -> None:
    """J7, J12."""
    named = set(re.findall(r"\bmake ([a-z-]+)", PAGE))
    assert {"bundle", "plan", "apply", "smoke", "traffic", "rollback"} <= named
    assert named - set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) == set()


def test_every_verb_of_operations_is_understood() -> None:
    """J12: each command of the page, with its arguments, is taken by the program."""
    commands = re.findall(r"python -m local\.ops ([^#\n]+)", SHELL)
    assert {command.split()[0] for command in commands} == {"add-key", "sync-catalogue"}
    for command in commands:
        parser().parse_args(command.split())


def test_every_module_that_is_run_exists() -> None:
    for name in set(re.findall(r"python -m (local[\w.]*\w)", PAGE)):
        path = ROOT / name.replace(".", "/")
        assert (path / "__main__.py").exists() or path.with_suffix(".py").exists(), name


def test_every_variable_and_output_of_terraform_exists() -> None:
    """J7."""
    known = set(re.findall(r'^variable "(\w+)"', VARIABLES, re.MULTILINE)) | set(
        re.findall(r"^    (\w+) +=", VARIABLES, re.MULTILINE)
    )
    set_in_page = set(
        re.findall(r"^(\w+) += ", "\n".join(re.findall(r"```hcl\n(.*?)```", PAGE, re.DOTALL)), re.MULTILINE)
    )
    mentioned = set(re.findall(r"`(\w+)(?: = [^`]+)?`", PAGE)) & {
        *("domain", "denied_regions", "denied_ip_ranges", "model_users", "model_endpoints", "repository"),
        *("keep_warm", "max_instances", "weekly_backups_weeks", "deletion_protection"),
    }
    assert len(mentioned) >= 9
    assert (set_in_page | mentioned) - known == set()
    for output in re.findall(r"output (?:-raw )?(\w+)", SHELL):
        assert f'output "{output}"' in OUTPUTS


def test_all_that_must_be_said_is_said() -> None:
    """J12: the variables file of the page holds every variable without a default, but what terraform.tfvars sets."""
    blocks = re.findall(r'^variable "(\w+)" \{\n(.*?)^\}', VARIABLES, re.MULTILINE | re.DOTALL)
    needed = {name for name, body in blocks if not re.search(r"^  default ", body, re.MULTILINE)}
    given = (ROOT / "terraform" / "environments" / "prod" / "terraform.tfvars").read_text("utf-8")
    assert needed - set(re.findall(r"^(\w+) += ", given + PAGE, re.MULTILINE)) == set()


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", PAGE))))
def test_every_page_that_is_linked_exists(link: str) -> None:
    assert (ROOT / "docs" / link).exists()


def test_accounts_named_are_made() -> None:
    made = {
        name for file in Path(ROOT / "terraform").rglob("*.tf") for name in ACCOUNTS.findall(file.read_text("utf-8"))
    }
    assert "release-apply" in PAGE
    assert set(re.findall(r"`(release-[a-z]+)`", PAGE)) <= made
