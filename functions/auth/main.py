"""Who am I: verification of an API key."""

from flask import Request, Response

from shared.web.call import Call
from shared.web.contract.auth import KeyVerified
from shared.web.contract.base import Nothing
from shared.web.function import HttpFunction

function = HttpFunction("auth")


def auth(request: Request) -> Response:
    return function(request)


@function.route("GET", "/v1/auth/verify", takes=Nothing, gives=KeyVerified)
def verify(call: Call[Nothing]) -> KeyVerified:
    """Says which shop a key belongs to and what it may use."""
    client = call.client
    scope = call.caller.scope if call.caller else "publishable"
    return KeyVerified(client_id=client.client_id, name=client.name, features=client.features, scope=scope)
