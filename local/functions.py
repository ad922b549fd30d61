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

ROOT = Path(__file__).parent.parent
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Functions:
    http: dict[str, HttpFunction]
    events: dict[str, EventFunction]

    @property
    def routes(self) -> list[Route]:
        return [route for function in self.http.values() for route in function.routes]


def declared() -> Functions:
    """What the folders under functions/ declare; the folder's name is the function's."""
    names = sorted(path.parent.name for path in (ROOT / "functions").glob("*/main.py"))
    found = {name: importlib.import_module(f"functions.{name}.main").function for name in names}
    return Functions(
        http={name: function for name, function in found.items() if isinstance(function, HttpFunction)},
        events={name: function for name, function in found.items() if isinstance(function, EventFunction)},
    )


def served(functions: Functions) -> dict[str, Wsgi]:
    """The functions framework's own application for each function."""
    http = {name: _app(name, "http") for name in functions.http}
    events = {name: _app(name, "cloudevent") for name in functions.events}
    return http | events


def _app(name: str, signature: str) -> Wsgi:
    app: Wsgi = create_app(name, str(ROOT / "functions" / name / "main.py"), signature)
    return app
