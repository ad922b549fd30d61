"""The demo's shops, keys and people: fictional, known to everyone, and only on a machine that runs the demo."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.accounts.client import Branding, Client
from shared.accounts.directory import Directory
from shared.accounts.passwords import password_hash
from shared.accounts.scope import SYSTEM
from shared.accounts.users import User, Users
from shared.platform.ports.documents import AlreadyExists, Documents
from shared.platform.settings import Settings
from shared.platform.tenant import ClientDocuments


@dataclass(frozen=True)
class DemoShop:
    client_id: str
    name: str
    key: str


TRAINING = DemoShop("training-client", "Lindqvist & Daughters", "pk_demo_training")
SECOND = DemoShop("second-client", "Optik am Hafen", "pk_demo_second")
SHOPS = (TRAINING, SECOND)


@dataclass(frozen=True)
class DemoUser:
    user_id: str
    email: str
    password: str
    name: str
    client_id: str | None  # None: a super admin


ADMIN = DemoUser("demo-admin", "admin@demo.example", "demo-admin-2026", "Ada Admin", None)
MERCHANT = DemoUser(
    "demo-merchant", "merchant@demo.example", "demo-merchant-2026", "Maja Lindqvist", TRAINING.client_id
)
SECOND_MERCHANT = DemoUser(
    "demo-second", "hafen@demo.example", "demo-hafen-2026", "Hannes Petersen", SECOND.client_id
)
USERS = (ADMIN, MERCHANT, SECOND_MERCHANT)
POLICIES = Path(__file__).with_name("demo_policies.json")


def open_shops(directory: Directory, settings: Settings) -> None:
    """Stores the shops and their keys.

    What a merchant has changed since stays; the demo's address is always theirs.
    """
    for shop in SHOPS:
        fresh = _client(shop, settings.api_endpoint)
        kept = directory.client(shop.client_id)
        if kept is None:
            directory.save(fresh)
            directory.add_key(shop.key, shop.client_id, "publishable")
        elif missing := set(fresh.allowed_origins) - set(kept.allowed_origins):
            origins = (*kept.allowed_origins, *sorted(missing))
            directory.save(kept.model_copy(update={"allowed_origins": origins}))


def sign_up(documents: Documents, now: datetime) -> None:
    """Stores the people who are not there yet; nobody's changed password is set back."""
    for user in USERS:
        own = ClientDocuments(documents, user.client_id or SYSTEM)
        if Users(own).get(user.user_id) is None:
            with suppress(AlreadyExists):
                own.batch(Users(own).added(_user(user, own.client_id, now)))


def _user(user: DemoUser, owner: str, now: datetime) -> User:
    return User(
        user_id=user.user_id,
        client_id=owner,
        email=user.email,
        name=user.name,
        role="super_admin" if user.client_id is None else "client",
        state="active",
        password_hash=password_hash(user.password),
        created_at=now,
    )


def _client(shop: DemoShop, api_endpoint: str) -> Client:
    # The demo is opened by either name of this machine.
    origins = {api_endpoint, api_endpoint.replace("//127.0.0.1", "//localhost")}
    return Client(
        client_id=shop.client_id,
        name=shop.name,
        features={"faceAnalysis": True, "chat": True, "recommendations": True, "virtualTryOn": True},
        branding=Branding(shop_name=shop.name),
        allowed_origins=tuple(sorted(origins)),
        policies=policies() if shop is TRAINING else {},  # the second shop has none: there a person answers
    )


def policies() -> Mapping[str, Mapping[Any, str]]:
    """The first shop's own texts: language -> topic -> text."""
    texts: dict[str, dict[str, str]] = json.loads(POLICIES.read_text("utf-8"))["policies"]
    return texts
