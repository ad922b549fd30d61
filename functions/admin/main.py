"""The administration of clients, their keys and their people."""

from flask import Request, Response

from shared.accounts.users import KnownUsers
from shared.web.call import Call
from shared.web.contract.auth import Profile
from shared.web.contract.base import Nothing
from shared.web.function import HttpFunction

function = HttpFunction("admin")


def admin(request: Request) -> Response:
    return function(request)


@function.route("GET", "/v1/admin/profile", takes=Nothing, gives=Profile, audience="admin")
def profile(call: Call[Nothing]) -> Profile:
    """Who is signed in, and what their role lets them see and do."""
    user = KnownUsers(call.platform.documents).by_id(call.actor.user_id)
    return Profile.of(call.actor, user.name if user else "")
