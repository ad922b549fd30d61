"""One client's rules as they are stored: its own, and what it changed of the defaults."""

from typing import Any

from shared.alerts.defaults import defaults_of
from shared.alerts.limits import MOST_RULES
from shared.alerts.rule import Problem, Rule, RuleTerms, problems
from shared.platform.ports.clock import Clock, NewId
from shared.platform.ports.documents import Create, Delete, Document, Query, Replace
from shared.platform.tenant import ClientDocuments

RULES = "alert_rules"


class AlertNotFound(Exception):
    """No rule of this client has that id."""


class RuleRefused(Exception):
    """The rule makes no sense; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.field}: {one.problem}" for one in problems))
        self.problems = problems


class TooManyRules(Exception):
    """The client has as many rules as it may have."""


class DefaultStays(Exception):
    """A default as it stands cannot be deleted, only switched off."""


class Rules:
    """Every change is returned as the write that makes it, for the batch that records who did it."""

    def __init__(self, documents: ClientDocuments, clock: Clock, new_id: NewId) -> None:
        self._documents = documents
        self._clock = clock
        self._new_id = new_id

    def all(self) -> list[Rule]:
        """The defaults first, then its own by name."""
        stored = {document.id: _rule(document) for document in self._documents.query(Query(RULES, {})).items}
        defaults = [stored.pop(rule.alert_id, rule) for rule in defaults_of(self._documents.client_id)]
        return [*defaults, *sorted(stored.values(), key=lambda rule: (rule.name.casefold(), rule.alert_id))]

    def get(self, alert_id: str) -> Rule:
        """Raises `AlertNotFound`."""
        rule, _ = self._found(alert_id)
        return rule

    def created(self, terms: RuleTerms) -> tuple[Rule, Create]:
        """Raises `RuleRefused`, `TooManyRules`."""
        self._check(terms)
        if sum(rule.default is None for rule in self.all()) >= MOST_RULES:
            raise TooManyRules
        now, client_id = self._clock(), self._documents.client_id
        rule = Rule(
            **terms.model_dump(), alert_id=self._new_id(), client_id=client_id, created_at=now, updated_at=now
        )
        return rule, Create(RULES, rule.alert_id, _body(rule))

    def changed(self, alert_id: str, changes: dict[str, Any]) -> tuple[Rule, Rule, Create | Replace]:
        """The rule before and after; `changes` by the names of `RuleTerms`. A default that is changed is stored.

        Raises `AlertNotFound`, `RuleRefused`, and the write `Stale` or `AlreadyExists` when another came first.
        """
        before, version = self._found(alert_id)
        terms = RuleTerms.model_validate({**before.model_dump(include=set(RuleTerms.model_fields)), **changes})
        self._check(terms)
        after = before.model_copy(
            update={**terms.model_dump(), "changed": before.default is not None, "updated_at": self._clock()}
        )
        if version is None:
            return before, after, Create(RULES, alert_id, _body(after))
        return before, after, Replace(RULES, alert_id, _body(after), if_version=version)

    def deleted(self, alert_id: str) -> tuple[Rule, Delete]:
        """Of a default, what was changed of it. Raises `AlertNotFound`, `DefaultStays`."""
        rule, version = self._found(alert_id)
        if version is None:
            raise DefaultStays
        return rule, Delete(RULES, alert_id)

    def _found(self, alert_id: str) -> tuple[Rule, str | None]:
        """And its version; None for a default as it stands."""
        if stored := self._documents.get(RULES, alert_id):
            return _rule(stored), stored.version
        for rule in defaults_of(self._documents.client_id):
            if rule.alert_id == alert_id:
                return rule, None
        raise AlertNotFound

    def _check(self, terms: RuleTerms) -> None:
        if found := list(problems(terms, self._documents.client_id)):
            raise RuleRefused(found)


def _rule(document: Document) -> Rule:
    return Rule.model_validate(document.body)


def _body(rule: Rule) -> dict[str, Any]:
    return rule.model_dump(mode="json", by_alias=True)
