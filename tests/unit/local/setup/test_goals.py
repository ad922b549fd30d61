import pytest

from local.setup.goals import steps_for


def titles(goal: str) -> list[str]:
    return [step.title.partition(":")[0] for step in steps_for(goal)]


def test_the_demo_needs_nothing_that_only_tests_need():
    made = ["Python environment", "Server packages", "Face model", "Node.js", "Widget packages", "Widget"]
    assert titles("demo") == [*made, "Demo catalogue"]
    assert titles("widget") == made


@pytest.mark.parametrize("goal", ["demo", "emulators", "lint", "test", "widget"])
def test_node_comes_before_what_needs_it(goal: str):
    steps = titles(goal)
    needy = {"Widget packages", "Widget", "Test tools"} & set(steps)
    assert needy
    assert all(steps.index("Node.js") < steps.index(step) for step in needy)


@pytest.mark.parametrize("goal", ["lint", "demo", "test"])
def test_the_environment_comes_first(goal: str):
    assert titles(goal)[0] == "Python environment"


def test_the_tests_need_all_that_the_demo_and_lint_need():
    assert set(titles("demo")) | set(titles("lint")) < set(titles("test"))
