"""Metrics, alert rules, dashboards and runbooks tell the same story; promtool runs the rules for real."""

import ast
import json
import re
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.setup import tools_promtool
from shared.insight.exposition import exposition
from shared.insight.performance import performance
from shared.platform import timings
from shared.platform.ports.messages import Backlog
from tests.conftest import Stack
from tests.deploy.terraform import Workspace

ROOT = Path(__file__).parents[2]
RULES = ROOT / "monitoring" / "prometheus"
RUNBOOKS = ROOT / "docs" / "runbooks"
MODULE = ROOT / "terraform" / "modules" / "monitoring"
DOCUMENT = (ROOT / "docs" / "observability.md").read_text("utf-8")
GRAFANA = json.loads((ROOT / "monitoring" / "grafana" / "ai-discovery.json").read_text("utf-8"))
ACTIONS = {"notify_team", "escalate", "page_oncall"}
# What Prometheus 2.42 sends when it scrapes.
SCRAPES = (
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)
NEVER, ALWAYS = "vector(0) > 1", "vector(1)"


def _rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((RULES / "alerts.yaml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


ALERTS = {rule["alert"]: rule for rule in _rules() if "alert" in rule}
POLICIES = yaml.safe_load((MODULE / "data" / "policies.yaml").read_text("utf-8"))
BURNS = {
    f"{slo}-budget-burn-{pace}": burn
    for slo in ("availability", "latency", "faults")
    for pace, burn in yaml.safe_load((MODULE / "data" / "burn_rates.yaml").read_text("utf-8")).items()
}
SERIES = ("alerts_test.yaml", "alerts_days_test.yaml")
TESTS = [test for name in SERIES for test in yaml.safe_load((RULES / name).read_text("utf-8"))["tests"]]


def _runbook(alert: str) -> str:
    """ErrorRateHigh -> error-rate-high; the paces of one budget share their runbook."""
    kebab = re.sub(r"(?<!^)(?=[A-Z])", "-", alert).lower()
    return re.sub(r"(budget-burn)-\w+$", r"\1", kebab)


@pytest.fixture(scope="module")
def promtool() -> str:
    program = tools_promtool.executable()
    if program is None:
        pytest.skip("NOT CHECKED: metrics and alert rules by promtool; missing: Prometheus")
    return str(program)


def _run(*command: str, given: bytes = b"", cwd: Path = RULES) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=given, capture_output=True, timeout=120, cwd=cwd, check=False)


def _measured() -> set[str]:
    """Every metric that the code can tell."""
    timings.record_answer(failed=False, function="health")
    text = exposition(performance(), Backlog(0, 0.0, 0)).decode()
    return set(re.findall(r"^# TYPE (\S+)", text, re.M))


def _named(expressions: str) -> set[str]:
    return set(re.findall(r"\baid[_:][a-z0-9_:]+", expressions))


@pytest.mark.parametrize("accept", ["text/plain", SCRAPES])
def test_promtool_finds_nothing_wrong_with_the_metrics_of_a_running_stack(
    promtool: str, stack: Stack, accept: str
) -> None:
    """I7: scrape-able metrics."""
    request = urllib.request.Request(f"{stack.base_url}/v1/metrics", headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=5) as answer:
        text = answer.read()
    assert b"aid_answers_total" in text
    checked = _run(promtool, "check", "metrics", given=text)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")


def test_prometheus_would_load_configuration_and_rules(promtool: str) -> None:
    checked = _run(promtool, "check", "config", "prometheus.yaml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_each_alert_fires_when_it_should_and_is_quiet_when_it_should_be(promtool: str) -> None:
    """I2, I3, I4, J9."""
    checked = _run(promtool, "test", "rules", *SERIES)
    assert checked.returncode == 0, (checked.stdout + checked.stderr).decode()


@pytest.mark.parametrize("broken", [NEVER, ALWAYS])
def test_no_alert_can_break_unnoticed(promtool: str, tmp_path: Path, broken: str) -> None:
    """An alert that never fires, and one that always does, is caught by the tests of that very alert."""
    groups = [{"name": "broken", "rules": [{**rule, "expr": broken} for rule in ALERTS.values()]}]
    (tmp_path / "alerts.yaml").write_text(yaml.safe_dump({"groups": groups}))
    for name in SERIES:
        (tmp_path / name).write_text((RULES / name).read_text("utf-8"))
    checked = _run(promtool, "test", "rules", *SERIES, cwd=tmp_path)
    assert checked.returncode != 0
    assert set(re.findall(r"alertname: (\w+)", (checked.stdout + checked.stderr).decode())) == set(ALERTS)


def test_each_alert_has_a_series_on_which_it_fires_and_one_of_its_own_on_which_it_does_not() -> None:
    for alert in ALERTS:
        own = [check for test in TESTS[1:] for check in test["alert_rule_test"] if check["alertname"] == alert]
        assert [check for check in own if check.get("exp_alerts")], alert
        assert [check for check in own if not check.get("exp_alerts")] or alert == "DeadLetters", alert


def test_the_three_alerts_of_the_brief_have_their_thresholds_and_actions() -> None:
    """I2, I3, I4: response time and error rate above, availability below."""
    wanted = {
        "ResponseTimeHigh": ('aid_api_response_seconds{quantile="0.95"} > 2', "notify_team"),
        "ErrorRateHigh": ("> 0.05", "escalate"),
        "AvailabilityLow": ("< 0.999", "page_oncall"),
    }
    for alert, (threshold, action) in wanted.items():
        assert threshold in ALERTS[alert]["expr"]
        assert ALERTS[alert]["labels"]["action"] == action
    assert POLICIES["response-time-high"]["conditions"][0]["above"] == 2000
    assert POLICIES["error-rate-high"]["conditions"][0]["above"] == 0.05
    assert POLICIES["availability-low"]["conditions"][0]["above"] == 0.001
    for name, action in (("response-time-high", "notify_team"), ("error-rate-high", "escalate")):
        assert POLICIES[name]["action"] == action
    assert POLICIES["availability-low"]["action"] == "page_oncall"


def test_each_alert_says_who_is_told_how_grave_it_is_and_what_to_do() -> None:
    for alert, rule in ALERTS.items():
        assert rule["labels"]["action"] in ACTIONS, alert
        assert rule["labels"]["severity"] in {"warning", "critical"}, alert
        assert rule["annotations"]["runbook"] == f"docs/runbooks/{_runbook(alert)}.md"
        assert rule["annotations"]["summary"], alert
    assert {policy["action"] for policy in (POLICIES | BURNS).values()} == ACTIONS


def test_an_alert_known_to_both_clouds_has_the_same_action_in_both() -> None:
    for alert, rule in ALERTS.items():
        if policy := POLICIES.get(_runbook(alert)):
            assert policy["action"] == rule["labels"]["action"], alert


def test_rules_dashboard_and_document_name_metrics_that_exist() -> None:
    """I7: every metric of the dashboard is measured, and every measured one is documented."""
    measured, recorded = _measured(), {rule["record"] for rule in _rules() if "record" in rule}
    rules = _named(" ".join(rule["expr"] for rule in _rules()))
    dashboard = _named(" ".join(target["expr"] for panel in GRAFANA["panels"] for target in panel.get("targets", [])))
    assert rules <= measured | recorded
    assert dashboard <= measured | recorded
    assert measured <= dashboard | _named(DOCUMENT)
    assert set(re.findall(r"^\| `(aid_\w+)`", DOCUMENT, re.M)) == measured


def test_the_dashboard_is_one_that_grafana_imports() -> None:
    """I7, J12: a versioned monitoring dashboard."""
    assert GRAFANA["uid"] == "ai-discovery"
    assert GRAFANA["title"] and GRAFANA["schemaVersion"] >= 36
    assert [variable["type"] for variable in GRAFANA["templating"]["list"]] == ["datasource"]
    ids = [panel["id"] for panel in GRAFANA["panels"]]
    assert len(ids) == len(set(ids))
    for panel in GRAFANA["panels"]:
        assert panel["title"] and panel["description"], panel["id"]
        assert panel["type"] in {"row", "stat", "timeseries"}
        assert panel["type"] == "row" or (panel["targets"] and panel["fieldConfig"]["defaults"]["unit"])
    _assert_no_overlap(
        [(p["gridPos"]["x"], p["gridPos"]["y"], p["gridPos"]["w"], p["gridPos"]["h"]) for p in GRAFANA["panels"]], 24
    )


def test_prometheus_understands_every_query_of_the_dashboard(promtool: str, tmp_path: Path) -> None:
    queries = [target["expr"] for panel in GRAFANA["panels"] for target in panel.get("targets", [])]
    rules = [{"record": f"query:{number}", "expr": query} for number, query in enumerate(queries)]
    (tmp_path / "queries.yaml").write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    checked = _run(promtool, "check", "rules", "queries.yaml", cwd=tmp_path)
    assert checked.returncode == 0, (checked.stdout + checked.stderr).decode()


def test_the_cloud_dashboard_is_whole_and_names_log_metrics_that_exist() -> None:
    text = (MODULE / "data" / "dashboard.json.tftpl").read_text("utf-8")
    tiles = json.loads(text)["mosaicLayout"]["tiles"]
    _assert_no_overlap([(t.get("xPos", 0), t.get("yPos", 0), t["width"], t["height"]) for t in tiles], 48)
    assert all(tile["widget"]["title"] for tile in tiles)
    # Cloud Monitoring answers without them, and every plan would set them anew.
    assert not any(tile.get(position) == 0 for tile in tiles for position in ("xPos", "yPos"))
    made = set(yaml.safe_load((MODULE / "data" / "log_metrics.yaml").read_text("utf-8")))
    policies = (MODULE / "data" / "policies.yaml").read_text("utf-8")
    named = set(re.findall(r"logging\.googleapis\.com/user/(?:\$\{prefix\}|PREFIX)-(\w+)", text + policies))
    assert named == made
    assert set(re.findall(r"\$\{(\w+)\}", text)) == {"environment", "http_services", "prefix", "region"}


def _assert_no_overlap(places: list[tuple[int, int, int, int]], columns: int) -> None:
    taken: set[tuple[int, int]] = set()
    for x, y, width, height in places:
        assert x + width <= columns
        cells = {(column, line) for column in range(x, x + width) for line in range(y, y + height)}
        assert not cells & taken
        taken |= cells


def _watched() -> dict[str, list[tuple[str, str]]]:
    """Each runbook's alerts, with their actions."""
    watched: dict[str, list[tuple[str, str]]] = {"budget": [("budget", "notify_team")]}
    for alert, rule in ALERTS.items():
        watched.setdefault(_runbook(alert), []).append((alert, rule["labels"]["action"]))
    for name, policy in (POLICIES | BURNS).items():
        watched.setdefault(_runbook(name), []).append((name, policy["action"]))
    return watched


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    """J9."""
    assert {path.stem for path in RUNBOOKS.glob("*.md")} == set(_watched())


@pytest.mark.parametrize("name", sorted(_watched()))
def test_a_runbook_has_its_four_parts_and_names_its_alerts_and_actions(name: str) -> None:
    text = (RUNBOOKS / f"{name}.md").read_text("utf-8")
    head, *sections = re.split(r"^## ", text, flags=re.M)
    assert [section.split("\n", 1)[0] for section in sections] == ["Symptoms", "Check", "Fix", "Escalate"]
    assert all(section.split("\n", 1)[1].strip() for section in sections)
    for alert, action in _watched()[name]:
        assert f"`{alert}`" in head
        assert action in head


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in [ROOT / "docs" / "observability.md", *RUNBOOKS.glob("*.md")]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), (page.name, link)


def test_the_document_lists_every_alert() -> None:
    rows = re.findall(r"^\| \[([\w-]+)\]\(runbooks/([\w-]+)\.md\) .*\| (yes|no) \| (yes|no) \|$", DOCUMENT, re.M)
    here, there = {_runbook(alert) for alert in ALERTS}, {_runbook(name) for name in POLICIES | BURNS} | {"budget"}
    assert {name for name, _, _, _ in rows} == here | there
    for name, page, one_machine, google in rows:
        assert name == page
        assert (one_machine == "yes", google == "yes") == (name in here, name in there), name


def test_the_module_plans_as_promised(terraform_environment: dict[str, str], tmp_path: Path) -> None:
    """J7, J9: objectives, burn rates, channels and budget, by `terraform test` against the provider's schema."""
    workspace = Workspace.of(MODULE, tmp_path, terraform_environment)
    workspace.fmt_check()
    workspace.init()
    workspace.validate()
    assert re.search(r"6 passed, 0 failed", workspace.test())


def test_the_module_documents_every_variable_and_output() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", (MODULE / "README.md").read_text("utf-8"), re.M))
    declared = re.findall(r'^(?:variable|output) "(\w+)"', _text("variables.tf") + _text("outputs.tf"), re.M)
    assert documented == set(declared)


def test_log_metrics_are_made_of_lines_and_fields_that_the_code_writes() -> None:
    written = _written_lines()
    for name, metric in yaml.safe_load(_text("data/log_metrics.yaml")).items():
        fields = {*metric["labels"], *([metric["value"]] if "value" in metric else [])}
        assert fields <= written.get(metric["message"], set()), name


def _text(name: str) -> str:
    return (MODULE / name).read_text("utf-8")


def _written_lines() -> dict[str, set[str]]:
    """Each log message of the deployed code, with the fields beside it; a `cause` becomes `error` and `stack`."""
    lines: dict[str, set[str]] = {}
    for path in [*(ROOT / "shared").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]:
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            message = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if ast.unparse(call.func).startswith("log.") and isinstance(message, str):
                fields = {keyword.arg or "" for keyword in call.keywords}
                caused = {"error", "stack"} if "cause" in fields else set()
                lines.setdefault(message, set()).update(fields - {"cause"} | caused)
    return lines
