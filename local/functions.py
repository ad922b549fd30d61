"""Every function of the product, loaded as Cloud Functions load them: by the functions framework, from its folder."""

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions_framework import create_app

from shared.web.function import HttpFunction
from shared.web.listener import EventFunction
from shared.web.route import Route
from shared.web.task import TaskFunction

ROOT = Path(__file__).parent.parent
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Functions:
    http: dict[str, HttpFunction]
    events: dict[str, EventFunction]
    tasks: dict[str, TaskFunction]

    @property
    def every(self) -> dict[str, HttpFunction | EventFunction | TaskFunction]:
        return {**self.http, **self.events, **self.tasks}

    @property
    def routes(self) -> list[Route]:
        return [route for function in self.http.values() for route in function.routes]

    @property
    def schedules(self) -> dict[str, str]:
        """Cron by topic."""
        return {
            function.topic: function.deployment.schedule
            for function in self.events.values()
            if function.deployment.schedule
        }


def declared() -> Functions:
    """What the folders under functions/ declare; the folder's name is the function's."""
    names = sorted(path.parent.name for path in (ROOT / "functions").glob("*/main.py"))
    found = {name: importlib.import_module(f"functions.{name}.main").function for name in names}
    return Functions(
        http={name: function for name, function in found.items() if isinstance(function, HttpFunction)},
        events={name: function for name, function in found.items() if isinstance(function, EventFunction)},
        tasks={name: function for name, function in found.items() if isinstance(function, TaskFunction)},
    )


def served(functions: Functions) -> dict[str, Wsgi]:
    """The functions framework's own application for each function."""
    http = {name: _app(name, "http") for name in (*functions.http, *functions.tasks)}
    events = {name: _app(name, "cloudevent") for name in functions.events}
    return http | events


def _app(name: str, signature: str) -> Wsgi:
    app: Wsgi = create_app(name, str(ROOT / "functions" / name / "main.py"), signature)
    return app
