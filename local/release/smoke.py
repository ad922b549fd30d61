"""The shopper's journey against a running address, and nothing of it left behind."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local.release.problem import ReleaseStopped
from local.release.shopper import Answer, Shopper

MESSAGE = "round glasses under 200"
SHOWN = 5


@dataclass
class Journey:
    shopper: Shopper
    client_id: str = ""
    session_id: str = ""

    def health(self) -> str:
        body = _body(self.shopper.ask("GET", "/v1/health"), 200)
        _require(body.get("status") == "ok", f"says {body.get('status')!r}")
        return f"version {body.get('version')}"

    def key(self) -> str:
        self.client_id = _body(self.shopper.ask("GET", "/v1/auth/verify"), 200)["data"]["clientId"]
        return f"client {self.client_id}"

    def session(self) -> str:
        body = {"clientId": self.client_id, "userId": "smoke-test", "platform": "html"}
        self.session_id = _body(self.shopper.ask("POST", "/v1/ai/session/start", body), 201)["data"]["sessionId"]
        return f"session {self.session_id}"

    def chat(self) -> str:
        body = {"sessionId": self.session_id, "message": MESSAGE}
        reply = _body(self.shopper.ask("POST", "/v1/ai/chat", body), 200)["data"]
        _require(bool(reply["reply"] and reply["products"]), "shows no frame: is this shop's catalogue there?")
        return f"{len(reply['products'])} frames"

    def recommendations(self) -> str:
        path = f"/v1/recommendations?sessionId={self.session_id}&limit={SHOWN}"
        shown = _body(self.shopper.ask("GET", path), 200)["data"]["recommendations"]
        _require(0 < len(shown) <= SHOWN, f"{len(shown)} frames where 1 to {SHOWN} are due")
        for frame in shown:
            total = sum(reason["contribution"] for reason in frame["reasons"])
            _require(abs(total - frame["score"]) < 1e-6, f"the reasons for {frame['productId']} do not add up")
        return f"{len(shown)} frames, each with its reasons"

    def erase(self) -> str:
        path = f"/v1/privacy/sessions/{self.session_id}"
        erased = _body(self.shopper.ask("DELETE", path), 200)["data"]
        gone = self.shopper.ask("GET", path)
        _require(gone.status == 404, f"still there after erasing ({gone.status})")
        return f"receipt {erased['receiptId']}"


def smoke(url: str, key: str) -> bool:
    """Prints a line for each step; true when all passed. The session is erased also when a step fails."""
    journey = Journey(Shopper(url.rstrip("/"), key))
    steps = (journey.health, journey.key, journey.session, journey.chat, journey.recommendations)
    passed = all(_passes(step) for step in steps)
    return (_passes(journey.erase) if journey.session_id else True) and passed


def _passes(step: Callable[[], str]) -> bool:
    started = time.monotonic()
    passed = False
    try:
        found = step()
        passed = True
    except ReleaseStopped as problem:
        found = str(problem)
    except (LookupError, TypeError) as problem:
        found = f"answers in a form that the contract does not know ({problem!r})"
    name = getattr(step, "__name__", "step")
    print(f"{'ok' if passed else 'FAILED':<7}{name:<16}{time.monotonic() - started:6.2f} s  {found}", flush=True)
    return passed


def _body(answer: Answer, status: int) -> Any:
    code = answer.body.get("error", {}).get("code", "") if isinstance(answer.body, dict) else ""
    _require(answer.status == status, f"answered {answer.status} {code}".rstrip())
    return answer.body


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ReleaseStopped(otherwise)
