"""The demo's shops and keys: fictional, known to everyone, and only on a machine that runs the demo."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.accounts.client import Branding, Client
from shared.accounts.directory import Directory
from shared.platform.settings import Settings


@dataclass(frozen=True)
class DemoShop:
    client_id: str
    name: str
    key: str


TRAINING = DemoShop("training-client", "Lindqvist & Daughters", "pk_demo_training")
SECOND = DemoShop("second-client", "Optik am Hafen", "pk_demo_second")
SHOPS = (TRAINING, SECOND)
POLICIES = Path(__file__).with_name("demo_policies.json")


def open_shops(directory: Directory, settings: Settings) -> None:
    """Stores the shops and their keys; doing it again changes nothing."""
    for shop in SHOPS:
        directory.save(_client(shop, settings.api_endpoint))
        directory.add_key(shop.key, shop.client_id, "publishable")


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
