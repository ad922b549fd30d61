"""The rules that exist for every client, and for the whole platform, without anyone creating them."""

import json
from pathlib import Path

from shared.accounts.scope import SYSTEM
from shared.alerts.rule import Rule, RuleTerms

_FILE = Path(__file__).parent / "data" / "defaults.json"
DEFAULTS: dict[str, RuleTerms] = {
    name: RuleTerms.model_validate(terms) for name, terms in json.loads(_FILE.read_text("utf-8")).items()
}


def default_id(client_id: str, name: str) -> str:
    """The same for ever, so that a link or a snooze stays good."""
    return f"{client_id}:{name}"


def defaults_of(client_id: str) -> list[Rule]:
    return [
        Rule(**terms.model_dump(), alert_id=default_id(client_id, name), client_id=client_id, default=name)
        for name, terms in DEFAULTS.items()
        if terms.watched.of_platform or client_id != SYSTEM
    ]


def owner_of_default(alert_id: str) -> str | None:
    """Whose default this id names; None when it names none."""
    owner, _, name = alert_id.rpartition(":")
    known = owner and name in DEFAULTS and (owner != SYSTEM or DEFAULTS[name].watched.of_platform)
    return owner if known else None
