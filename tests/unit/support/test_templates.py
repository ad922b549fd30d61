"""Texts with placeholders."""

import pytest

from shared.support.templates import TEMPLATES, ValuesMissing, templates_for


def test_every_template_asks_only_for_what_its_record_does_not_know() -> None:
    """K2."""
    assert {template.about for template in TEMPLATES.values()} == {"ticket", "incident"}
    for template in templates_for("ticket"):
        assert template.audience is None
        assert not {"ticketId", "subject", "resolutionDue"} & set(template.asks_for)
    assert {template.audience for template in templates_for("incident")} == {"clients", "team", "management"}


def test_a_value_is_text_alone() -> None:
    template = TEMPLATES["ticket-escalated"]
    values = {"ticketId": "{team}", "team": "{ticketId}", "nextNews": "10:00"}
    assert template.filled(values).startswith("Hello,\n\n{team} needs people")
    with pytest.raises(ValuesMissing, match="nextNews"):
        template.filled({**values, "nextNews": ""})
