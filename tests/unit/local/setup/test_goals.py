import pytest

from local.setup.goals import steps_for


def titles(goal: str) -> list[str]:
    return [step.title.partition(":")[0] for step in steps_for(goal)]


def test_the_demo_needs_nothing_that_only_tests_need():
    assert titles("demo") == ["Python environment", "Server packages", "Face model", "Demo catalogue"]


@pytest.mark.parametrize("goal", ["lint", "demo", "test"])
def test_the_environment_comes_first(goal: str):
    assert titles(goal)[0] == "Python environment"


def test_the_tests_need_all_that_the_demo_and_lint_need():
    assert set(titles("demo")) | set(titles("lint")) < set(titles("test"))
