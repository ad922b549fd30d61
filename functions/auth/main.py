"""Who am I: verification of an API key, signing in, and the keys that access tokens are checked with."""

from pathlib import Path

from flask import Request, Response

from shared.accounts.login import Login, SignInLocked, WrongCredentials
from shared.accounts.sign_ins import SignedIn, SignInOver, SignIns
from shared.accounts.token_keys import FILE_NAME
from shared.accounts.token_signer import TokenSigner
from shared.platform.wiring import Platform
from shared.web.call import Call
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
