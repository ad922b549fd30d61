"""A shopper's browser, as far as HTTP goes: standard library only, as the contract's other users are."""

import base64
import json
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from typing import Any

KEY, OTHER_KEY = "pk_demo_training", "pk_demo_second"
START = {"clientId": "training-client", "userId": "training-user", "platform": "html"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def data(self) -> Any:
        return self.body["data"]

    @property
    def code(self) -> str:
        return str(self.body["error"]["code"])


@dataclass
class Shop:
    base_url: str
    key: str | None = KEY

    def ask(self, method: str, path: str, body: Any = None, **given: Any) -> Answer:
        """`raw=`, `headers=`, `key=`; `body` goes as JSON."""
        key = given.get("key", self.key)
        headers = {**({"X-API-Key": key} if key else {}), **given.get("headers", {})}
        raw = given.get("raw")
        if body is not None:
            raw = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(self.base_url + path, data=raw, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                content = reply.read()
                return Answer(reply.status, _json(content), dict(reply.headers), content)
        except urllib.error.HTTPError as error:
            return Answer(error.code, _json(error.read()), dict(error.headers))

    def start(self, **changes: Any) -> str:
        return str(self.ask("POST", "/v1/ai/session/start", {**START, **changes}).data["sessionId"])

    def consent(self, session_id: str, *, granted: bool = True) -> Answer:
        body = {"sessionId": session_id, "purpose": "face_analysis", "version": "1", "granted": granted}
        return self.ask("POST", "/v1/ai/consent", body)

    def photo(self, session_id: str, content: bytes, name: str = "me.jpg", **given: Any) -> Answer:
        """`fields=`: further ones of the form."""
        fields = {"sessionId": session_id, **given.pop("fields", {})}
        return self._form("/v1/ai/face-analyze", fields, content, name, **given)

    def try_on(self, session_id: str, product_id: str, content: bytes, **given: Any) -> Answer:
        fields = {"sessionId": session_id, "productId": product_id}
        return self._form("/v1/ai/try-on", fields, content, "me.jpg", **given)

    def _form(self, path: str, fields: dict[str, str], content: bytes, name: str, **given: Any) -> Answer:
        edge = uuid.uuid4().hex
        plain = [f'{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields]
        file = f'{edge}\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n'
        raw = "".join(f"--{part}" for part in [*plain, file]) + "Content-Type: image/jpeg\r\n\r\n"
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}", **given.pop("headers", {})}
        return self.ask(
            "POST", path, raw=raw.encode() + content + f"\r\n--{edge}--\r\n".encode(), headers=headers, **given
        )

    def photo_as_json(self, session_id: str, content: bytes) -> Answer:
        body = {"sessionId": session_id, "image": base64.b64encode(content).decode()}
        return self.ask("POST", "/v1/ai/face-analyze", body)

    def say(self, session_id: str, message: str, **given: Any) -> Answer:
        return self.ask("POST", "/v1/ai/chat", {"sessionId": session_id, "message": message}, **given)

    def recommendations(self, session_id: str, limit: int = 5) -> Answer:
        return self.ask("GET", f"/v1/recommendations?sessionId={session_id}&limit={limit}")


def _json(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw) if raw else {}
    except ValueError:  # a page, a picture
        return {"raw": raw[:200].decode("latin-1")}
    return value if isinstance(value, dict) else {"value": value}
