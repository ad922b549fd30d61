"""Who am I: verification of an API key, signing in, and the keys that access tokens are checked with."""

from pathlib import Path

from flask import Request, Response

from shared.accounts.invitations import InvitationOver, Invitations
from shared.accounts.login import Login, SignInLocked, WrongCredentials
from shared.accounts.passwords import matches, password_hash
from shared.accounts.scope import SYSTEM
from shared.accounts.sign_ins import SignedIn, SignInOver, SignIns, end_all
from shared.accounts.token_keys import FILE_NAME
from shared.accounts.token_signer import TokenSigner
from shared.accounts.users import Users
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.web.call import Call
from shared.web.contract.access import AcceptedInvitation, PasswordChange, UserView
from shared.web.contract.auth import Credentials, KeySet, KeyVerified, Refresh, SignedOut, Tokens
from shared.web.contract.base import Nothing
from shared.web.deployment import Deployment
from shared.web.errors import ApiError
from shared.web.function import HttpFunction

function = HttpFunction("auth", deployment=Deployment(secrets=("TOKEN_KEYS",)))
_signers: dict[Path, TokenSigner] = {}  # one in a process, which keeps what it has read


def auth(request: Request) -> Response:
    return function(request)


@function.route("GET", "/v1/auth/verify", takes=Nothing, gives=KeyVerified)
def verify(call: Call[Nothing]) -> KeyVerified:
    """Says which shop a key belongs to and what it may use."""
    client = call.client
    scope = call.caller.scope if call.caller else "publishable"
    return KeyVerified(client_id=client.client_id, name=client.name, features=client.features, scope=scope)


@function.route(
    "POST",
    "/v1/auth/login",
    takes=Credentials,
    gives=Tokens,
    audience="public",
    errors=("UNAUTHORIZED", "INVALID_REQUEST", "RATE_LIMITED"),
)
def login(call: Call[Credentials]) -> Tokens:
    """Signs a person in: an access token for 15 minutes, and a refresh token.

    After a few wrong passwords in a row each further one has to wait longer, up to a quarter of an hour.
    """
    platform = call.platform
    door = Login(platform.documents, _sign_ins(platform), platform.clock)
    try:
        return _tokens(platform, door.sign_in(call.input.email, call.input.password))
    except WrongCredentials:
        raise ApiError("UNAUTHORIZED", "The e-mail address or the password is wrong: check both.") from None
    except SignInLocked as locked:
        said = f"Too many wrong passwords: wait {locked.wait_s} s and try again."
        raise ApiError("RATE_LIMITED", said, retry_after_s=locked.wait_s) from None


@function.route(
    "POST",
    "/v1/auth/refresh",
    takes=Refresh,
    gives=Tokens,
    audience="public",
    errors=("UNAUTHORIZED", "INVALID_REQUEST"),
)
def refresh(call: Call[Refresh]) -> Tokens:
    """New tokens for a refresh token, once: a token that comes a second time ends the whole sign-in."""
    try:
        return _tokens(call.platform, _sign_ins(call.platform).refresh(call.input.refresh_token))
    except SignInOver:
        raise ApiError("UNAUTHORIZED", "This sign-in is over: sign in again.") from None


@function.route(
    "POST", "/v1/auth/logout", takes=Refresh, gives=SignedOut, audience="public", errors=("INVALID_REQUEST",)
)
def logout(call: Call[Refresh]) -> SignedOut:
    """Ends the sign-in: its refresh token and its access tokens are refused from now on."""
    _sign_ins(call.platform).sign_out(call.input.refresh_token)
    return SignedOut()


@function.route(
    "POST",
    "/v1/auth/invitations/accept",
    takes=AcceptedInvitation,
    gives=UserView,
    audience="public",
    errors=("NOT_FOUND", "INVALID_REQUEST"),
)
def accept_invitation(call: Call[AcceptedInvitation]) -> UserView:
    """Takes an invitation's token and the password that its person has chosen, of at least 12 characters."""
    platform = call.platform
    try:
        user = Invitations(platform.documents, platform.clock, platform.new_id).accept(
            call.input.token, call.input.password
        )
    except InvitationOver:
        raise ApiError("NOT_FOUND", "This invitation was used or is too old: ask for another.") from None
    return UserView.of(user.model_copy(update={"state": "active"}))


@function.route(
    "POST", "/v1/auth/password", takes=PasswordChange, gives=SignedOut, audience="admin", errors=("UNAUTHORIZED",)
)
def change_password(call: Call[PasswordChange]) -> SignedOut:
    """Sets another password, and ends every sign-in, this one included: sign in again by the new one."""
    actor, documents = call.actor, ClientDocuments(call.platform.documents, call.actor.client_id or SYSTEM)
    user = Users(documents).get(actor.user_id)
    if user is None or not matches(call.input.current, user.password_hash):
        raise ApiError("FORBIDDEN", "The current password is wrong: check it.")
    record = call.audited("user.passwordChanged", f"user:{user.user_id}", None, None)
    documents.batch([Users.changed(user.user_id, password_hash=password_hash(call.input.new)), record])
    end_all(documents, user.user_id, "the password was changed", call.platform.clock)
    return SignedOut()


@function.route("GET", "/v1/auth/keys", takes=Nothing, gives=KeySet, audience="public", wrapped=False)
def keys(call: Call[Nothing]) -> KeySet:
    """The public keys of access tokens, as a JWKS: those in use, the next, and those whose tokens still live."""
    return KeySet(keys=[key.public_jwk() for key in _signer(call.platform).known()])


def _tokens(platform: Platform, signed_in: SignedIn) -> Tokens:
    signer = _signer(platform)
    return Tokens.of(signed_in, signer.issue(signed_in.actor), int(signer.lifetime.total_seconds()))


def _sign_ins(platform: Platform) -> SignIns:
    return SignIns(platform.documents, platform.clock, platform.new_id)


def _signer(platform: Platform) -> TokenSigner:
    """Raises `ApiError` UNAVAILABLE in the cloud without the mounted secret: no instance makes keys of its own."""
    settings = platform.settings
    makes = settings.token_keys is None
    if makes and settings.google is not None and settings.google.emulators is None:
        raise ApiError("UNAVAILABLE", "Nobody can sign in: TOKEN_KEYS_FILE is not set.", retry_after_s=60)
    file = settings.token_keys or settings.data_dir / FILE_NAME
    if file not in _signers:
        _signers[file] = TokenSigner(file, platform.documents, settings.api_endpoint, platform.clock, makes=makes)
    return _signers[file]
