import re
from pathlib import Path

import pytest

from local.setup.places import ROOT

NAME_AND_VERSION = re.compile(r"^([a-z0-9-]+)(?:==(\S+))?", re.MULTILINE)


def packages(file: str) -> dict[str, str]:
    """Name -> version (empty when left open) of a requirements file."""
    return dict(NAME_AND_VERSION.findall((ROOT / file).read_text()))


@pytest.mark.parametrize(
    ("chosen", "lock"),
    [("requirements.in", "requirements.txt"), ("tests/requirements.in", "tests/requirements.txt")],
)
def test_the_lock_holds_every_chosen_package_at_its_version(chosen: str, lock: str):
    assert packages(chosen).items() <= packages(lock).items()


def test_the_two_locks_agree_where_they_meet():
    product, tools = packages("requirements.txt"), packages("tests/requirements.txt")
    assert {name: product[name] for name in product.keys() & tools} == {
        name: tools[name] for name in product.keys() & tools
    }


def test_the_one_machine_stack_leaves_every_version_to_the_lock():
    stack = packages("local/requirements.txt")
    assert set(stack.values()) == {""}
    assert stack.keys() <= packages("requirements.txt").keys()


@pytest.mark.parametrize("lock", ["requirements.txt", "tests/requirements.txt"])
def test_a_lock_names_no_address_and_no_folder(lock: str):
    assert not re.search(r"://|^-|\s@\s|/(home|root|tmp|usr)/", (ROOT / lock).read_text(), re.MULTILINE)
    assert Path(ROOT / lock).read_text().isascii()
