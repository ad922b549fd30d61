"""Signing in, staying signed in, and what a token is worth, over the function's own door."""

import base64
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pytest
from flask import Response

from functions.admin.main import function as admin
from functions.auth.main import function as auth
from shared.accounts import login, token_keys
from shared.accounts.invitations import Invitations
from shared.accounts.tokens import AUDIENCE
from shared.accounts.users import KnownUsers, User, Users
from shared.platform.adapters.sqlite_documents import SqliteDocuments
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform
from shared.platform.wiring.one_machine import DOCUMENTS
from tests.support import PASSWORD, SteppedClock, add_user, ask, data_of, error_of, wired_to

EMAIL = "merchant@one.example"


@pytest.fixture
def stepped(platform: Platform, clock: SteppedClock) -> Platform:
    """With a clock that stands still, by which documents expire too, both functions and one user."""
    store_of_then = SqliteDocuments(platform.settings.data_dir / DOCUMENTS, clock)
    stepped = replace(platform, clock=clock, documents=store_of_then)
    wired_to(auth, stepped)
    wired_to(admin, stepped)
    add_user(stepped, EMAIL, "one")
    return stepped


def _login(password: str = PASSWORD, email: str = EMAIL) -> Response:
    return ask(auth, "POST", "/v1/auth/login", json={"email": email, "password": password})


def _refresh(token: str) -> Response:
    return ask(auth, "POST", "/v1/auth/refresh", json={"refreshToken": token})


def _profile(token: str) -> Response:
    return ask(admin, "GET", "/v1/admin/profile", token=token)


def test_a_client_user_signs_in_and_sees_who_they_are(stepped: Platform) -> None:
    """B4 B12 H10 H12."""
    tokens = data_of(_login())
    assert tokens["expiresIn"] == 900
    profile = data_of(_profile(tokens["accessToken"]))
    assert profile == tokens["profile"]
    assert profile["role"] == "client"
    assert profile["access"] == "filtered_sections"
    assert set(profile["permissions"]) == {"view_own_data", "export_own_data", "manage_own_alerts"}
    assert "clients" not in profile["sections"]
    assert profile["clientId"] == "one"


def test_a_super_admin_reaches_all_sections(stepped: Platform) -> None:
    """H9."""
    add_user(stepped, "admin@platform.example", None)
    profile = data_of(_login(email="ADMIN@platform.example"))["profile"]
    assert profile["role"] == "super_admin"
    assert profile["access"] == "all_sections"
    assert set(profile["permissions"]) == {"view_all_clients", "manage_system", "configure_alerts"}
    assert "clients" in profile["sections"]
    assert profile["clientId"] is None


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(stepped: Platform) -> None:
    wrong, unknown = error_of(_login("wrong")), error_of(_login(email="nobody@one.example"))
    assert wrong["code"] == "UNAUTHORIZED"
    assert {**wrong, "requestId": ""} == {**unknown, "requestId": ""}


def test_wrong_passwords_in_a_row_have_to_wait_longer_and_longer(stepped: Platform, clock: SteppedClock) -> None:
    """Also the right password waits, else the delay would tell when it is right."""
    assert [_login("wrong").status_code for _ in range(4)] == [401] * 4
    waits = []
    for _ in range(4):
        locked = _login()
        assert error_of(locked)["code"] == "RATE_LIMITED"
        waits.append(int(locked.headers["Retry-After"]))
        clock.forward(seconds=waits[-1])
        assert _login("wrong").status_code == 401
    assert waits == [1, 2, 4, 8]
    clock.forward(seconds=16)
    assert _login().status_code == 200
    assert _login("wrong").status_code == 401  # and the count begins anew


def test_of_wrong_passwords_at_once_none_is_free(stepped: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """B4: the fifth waits, also when it came before the fourth was counted."""
    wait_after, meanwhile = login.wait_after, list[int]()

    def after_another(failures: int) -> int:
        monkeypatch.setattr(login, "wait_after", wait_after)
        meanwhile.append(_login("wrong").status_code)
        return wait_after(failures)

    assert [_login("wrong").status_code for _ in range(3)] == [401] * 3
    monkeypatch.setattr(login, "wait_after", after_another)
    assert error_of(_login("wrong"))["code"] == "RATE_LIMITED"
    assert meanwhile == [401]


def test_an_expired_token_is_told_from_an_invalid_one(stepped: Platform, clock: SteppedClock) -> None:
    """B11."""
    token = data_of(_login())["accessToken"]
    clock.forward(minutes=14)
    assert _profile(token).status_code == 200
    clock.forward(minutes=2)
    assert error_of(_profile(token))["code"] == "TOKEN_EXPIRED"
    assert error_of(_profile(token[:-4] + "AAAA"))["code"] == "UNAUTHORIZED"
    assert error_of(ask(admin, "GET", "/v1/admin/profile"))["code"] == "UNAUTHORIZED"


def _forged(token: str, platform: Platform, **changes: Any) -> list[str]:
    """The token's claims under other algorithms, for another audience, by another key."""
    header, claims = jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})
    own = token_keys.read(platform.settings.data_dir / token_keys.FILE_NAME)[0]
    stranger = token_keys.TokenKey.new(own.active_from)
    none = _part({"alg": "none", "kid": own.kid})
    confused = f"{_part({'alg': 'HS256', 'kid': own.kid})}.{token.split('.')[1]}"  # the public key taken for a secret
    mac = hmac.digest(json.dumps(own.public_jwk()).encode(), confused.encode(), "sha256")
    return [
        f"{none}.{token.split('.')[1]}.",
        jwt.encode(claims, "", algorithm="none", headers={"kid": own.kid}),
        f"{confused}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}",
        jwt.encode({**claims, "aud": "another"}, own.private, algorithm="ES256", headers=header),
        jwt.encode({**claims, "iss": "https://elsewhere.example"}, own.private, algorithm="ES256", headers=header),
        jwt.encode({name: claims[name] for name in claims if name != "exp"}, own.private, "ES256", headers=header),
        jwt.encode({**claims, "sid": "unknown"}, own.private, algorithm="ES256", headers=header),
        jwt.encode(claims, stranger.private, algorithm="ES256", headers={"kid": own.kid}),
        jwt.encode(claims, stranger.private, algorithm="ES256", headers={"kid": stranger.kid}),
        jwt.encode(claims, own.private, algorithm="ES256"),
        "abc.def.ghi",
        "",
        "x" * 10_000,
    ]


def _part(content: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def test_no_forged_token_is_taken(stepped: Platform) -> None:
    token = data_of(_login())["accessToken"]
    for forged in _forged(token, stepped):
        assert error_of(_profile(forged))["code"] == "UNAUTHORIZED", forged[:80]
    assert jwt.decode(token, options={"verify_signature": False})["aud"] == AUDIENCE


def test_refresh_tokens_rotate_and_a_used_one_ends_the_sign_in(stepped: Platform) -> None:
    """H12: reuse detection. Both whoever stole it and whoever lost it are signed out."""
    first = data_of(_login())
    second = data_of(_refresh(first["refreshToken"]))
    assert second["refreshToken"] != first["refreshToken"]
    assert _profile(second["accessToken"]).status_code == 200
    assert error_of(_refresh(first["refreshToken"]))["code"] == "UNAUTHORIZED"
    assert error_of(_refresh(second["refreshToken"]))["code"] == "UNAUTHORIZED"
    assert error_of(_profile(second["accessToken"]))["code"] == "UNAUTHORIZED"


def test_signing_out_ends_the_access_token_as_well(stepped: Platform) -> None:
    tokens = data_of(_login())
    assert ask(auth, "POST", "/v1/auth/logout", json={"refreshToken": tokens["refreshToken"]}).status_code == 200
    assert error_of(_profile(tokens["accessToken"]))["code"] == "UNAUTHORIZED"
    assert error_of(_refresh(tokens["refreshToken"]))["code"] == "UNAUTHORIZED"
    assert ask(auth, "POST", "/v1/auth/logout", json={"refreshToken": "unknown.token"}).status_code == 200


def test_a_sign_in_that_is_not_used_for_a_month_is_over(stepped: Platform, clock: SteppedClock) -> None:
    used, idle = (data_of(_login())["refreshToken"] for _ in range(2))
    clock.forward(days=29)
    used = data_of(_refresh(used))["refreshToken"]
    clock.forward(days=2)
    assert error_of(_refresh(idle))["code"] == "UNAUTHORIZED"
    clock.forward(days=27)
    used = data_of(_refresh(used))["refreshToken"]
    clock.forward(days=31)
    assert error_of(_refresh(used))["code"] == "UNAUTHORIZED"


def test_of_two_refreshes_by_one_token_at_once_neither_stays_signed_in(
    stepped: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H12: reuse is reuse, also between the reading of a token and its replacement."""
    token, by_id, meanwhile = data_of(_login())["refreshToken"], KnownUsers.by_id, list[Response]()

    def after_another(users: KnownUsers, user_id: str) -> User | None:
        monkeypatch.setattr(KnownUsers, "by_id", by_id)
        meanwhile.append(_refresh(token))
        return by_id(users, user_id)

    monkeypatch.setattr(KnownUsers, "by_id", after_another)
    assert error_of(_refresh(token))["code"] == "UNAUTHORIZED"
    (first,) = meanwhile
    assert error_of(_refresh(data_of(first)["refreshToken"]))["code"] == "UNAUTHORIZED"


def test_whoever_is_disabled_gets_in_by_nothing(stepped: Platform) -> None:
    """H30: also by a sign-in that nobody has ended."""
    tokens, user = data_of(_login()), KnownUsers(stepped.documents).by_email(EMAIL)
    assert user is not None
    ClientDocuments(stepped.documents, "one").batch([Users.changed(user.user_id, state="disabled")])
    tries = [_profile(tokens["accessToken"]), _refresh(tokens["refreshToken"]), _login()]
    assert [error_of(tried)["code"] for tried in tries] == ["UNAUTHORIZED"] * 3


def test_an_invitation_is_good_for_a_week(stepped: Platform, clock: SteppedClock) -> None:
    """H30."""
    invitations = Invitations(stepped.documents, clock, stepped.new_id)
    tokens = [invitations.invite("one", f"{name}@shop.example", name).token for name in ("kim", "lee")]
    answers = []
    for token, days in zip(tokens, (6, 2), strict=True):
        clock.forward(days=days)
        chosen = {"token": token, "password": "twelve letters and more"}
        answers.append(ask(auth, "POST", "/v1/auth/invitations/accept", json=chosen).status_code)
    assert answers == [200, 404]


def test_the_key_set_holds_public_halves_alone(stepped: Platform) -> None:
    _login()
    (key,) = json.loads(ask(auth, "GET", "/v1/auth/keys").get_data())["keys"]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
    assert "d" not in key


def test_tokens_of_the_old_key_outlive_its_rotation(stepped: Platform, clock: SteppedClock) -> None:
    """H31: a new key is known before it signs, the old one until the last token it has signed has expired."""
    file = stepped.settings.data_dir / token_keys.FILE_NAME
    old_token = data_of(_login())["accessToken"]
    keys = token_keys.rotated(token_keys.read(file), clock())
    token_keys.publish(keys, stepped.documents)
    assert token_keys.signing(keys, clock()) == keys[0]
    clock.forward(minutes=11)
    assert token_keys.signing(keys, clock()) == keys[1]
    assert _profile(old_token).status_code == 200
    assert token_keys.known_until(keys, keys[0]) == keys[1].active_from + timedelta(minutes=20)
    assert token_keys.known_until(keys, keys[1]) is None
    assert next(key.kid for key in token_keys.rotated(keys, clock() + timedelta(hours=1))) == keys[1].kid


def test_a_retired_key_vouches_for_nothing(stepped: Platform, clock: SteppedClock) -> None:
    """H31: not even for a token that says it lives on, as whoever stole the key would write it."""
    token = data_of(_login())["accessToken"]
    old = token_keys.read(stepped.settings.data_dir / token_keys.FILE_NAME)[0]
    claims = jwt.decode(token, options={"verify_signature": False})
    lasting = jwt.encode({**claims, "exp": claims["exp"] + 86_400}, old.private, "ES256", headers={"kid": old.kid})
    assert _profile(lasting).status_code == 200
    used_an_hour = [replace(old, active_from=clock() - timedelta(hours=1))]
    rotated_since = token_keys.rotated(used_an_hour, clock() - timedelta(minutes=31))
    token_keys.publish(rotated_since, stepped.documents)
    wired_to(admin, stepped)  # without the keys that a process remembers for a minute
    assert error_of(_profile(lasting))["code"] == "UNAUTHORIZED"


@pytest.mark.parametrize(
    "body", [{}, {"email": EMAIL}, {"email": 7, "password": "x"}, {"email": EMAIL, "password": "x" * 500}, []]
)
def test_a_bad_login_is_refused_by_the_contract(stepped: Platform, body: object) -> None:
    assert error_of(ask(auth, "POST", "/v1/auth/login", json=body))["code"] == "INVALID_REQUEST"
