"""A month that a report can tell: written into the rollups as sessions would be counted."""

import math
from datetime import datetime, timedelta
from typing import Any

from shared.alerts.evaluation import Measured
from shared.alerts.firings import begun, resolved
from shared.alerts.rules import Rules
from shared.catalogue.repository import Catalogue
from shared.insight.period import Period
from shared.insight.rollups import rollup_writes
from shared.platform.tenant import ClientDocuments
from tests.unit.discovery.frames import frame

STEPS = {
    "loaded": 1.0,
    "opened": 0.62,
    "consent": 0.37,
    "face": 0.33,
    "chat": 0.41,
    "recommendation": 0.46,
    "tryOn": 0.21,
    "cart": 0.09,
    "purchase": 0.034,
}
AT_LEAST = {**STEPS, "consent": 0.56, "face": 0.53, "chat": 0.52, "recommendation": 0.48, "tryOn": 0.24, "cart": 0.1}
FRAMES = {"fjell-01": "Fjell tortoise", "lume-07": "Lume gold panto", "arlo-03": "Arlo black", "tide-11": "Tide blue"}


def tell(documents: ClientDocuments, period: Period, *, growth: float = 1.15) -> None:
    """The period and the one before it, which had `growth` fewer."""
    names = {**FRAMES, "zoë-1": "Zoë <b>Ünö</b> =1+1 שלום 眼镜"}
    Catalogue(documents).put(
        [frame(id, client_id=documents.client_id, title=title) for id, title in names.items() if id.isascii()]
    )
    for of, scale in ((period.before(), 1 / growth), (period, 1.0)):
        for number, day in enumerate(of.days()):
            _day(documents, day.start + (day.end - day.start) / 2, number, scale)


def fire(documents: ClientDocuments, clock: Any, new_id: Any, at: datetime, many: int = 4) -> None:
    rules = Rules(documents, clock, new_id).all()
    for number in range(many):
        rule, when = rules[number % len(rules)], at - timedelta(days=3 * number, hours=2)
        documents.batch(
            [
                begun(
                    rule,
                    f"f-{number}",
                    Measured(rule.threshold * (1.3 if rule.operator == "above" else 0.93), 240),
                    when,
                )
            ]
        )
        if number:
            documents.batch(
                [resolved(f"f-{number}", rule.threshold * 0.5, when + timedelta(minutes=47), "recovered")]
            )


def _day(documents: ClientDocuments, at: datetime, number: int, scale: float) -> None:
    weekly = 1 + 0.35 * math.sin(2 * math.pi * (at.weekday() + 1) / 7)
    sessions = round(420 * scale * weekly * (1 + number / 90))
    orders = round(sessions * STEPS["purchase"])
    changes: dict[str, float] = {"sessions": sessions, "purchases": orders, "revenue.EUR": orders * 1_490_000}
    changes |= {f"steps.{step}": round(sessions * share) for step, share in STEPS.items()}
    changes |= {f"funnel.{step}": round(sessions * share) for step, share in AT_LEAST.items()}
    scored = round(sessions * STEPS["chat"])
    changes |= {"quality.count": scored, "quality.sum": scored * (78 + 5 * scale + number / 8)}
    issues = {
        "slow_answer": 0.06,
        "missing_attribute": 0.11,
        "empty_result": 0.05,
        "asked_again": 0.03,
        "abandoned": 0.08,
    }
    changes |= {f"quality.issues.{code}": round(scored * share) for code, share in issues.items()}
    for place, product in enumerate(FRAMES):
        name, many = f"products.{product}", round(sessions * 0.4 / (place + 1))
        changes |= {f"{name}.recommended": many, f"{name}.scores": round(many * (8800 - 400 * place))}
        changes |= {f"{name}.tried": many // 3, f"{name}.carted": many // 12, f"{name}.bought": many // 40}
    for feature, share in {"face": 0.55, "chat": 0.62, "recommendation": 0.8, "tryOn": 0.7}.items():
        assisted = round(orders * share)
        changes |= {
            f"assisted.{feature}.purchases": assisted,
            f"assisted.{feature}.revenue.EUR": assisted * 1_490_000,
        }
        changes |= {f"lastTouch.{feature}.purchases": assisted // 3}
    documents.batch(rollup_writes(documents, at, changes))
