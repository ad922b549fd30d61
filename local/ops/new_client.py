"""A new client with its first key, from the command line."""

from typing import get_args

from local.ops import shop_file
from local.ops.refused import Refused
from shared.accounts.client import Branding, Client, Feature, Shop, ShopPlatform
from shared.accounts.clients import ClientExists, Clients
from shared.accounts.keys import Keys
from shared.platform.tenant import ClientDocuments
from shared.platform.wiring import Platform


def create(wired: Platform, client_id: str, name: str, origins: tuple[str, ...], platform: ShopPlatform) -> str:
    """Its publishable key, which is shown now or never. Raises `Refused`, or `ValueError` for what cannot be."""
    client = Client(
        client_id=client_id,
        name=name,
        features=dict.fromkeys(get_args(Feature), True),
        branding=Branding(shop_name=name),
        allowed_origins=origins,
        opened_on=wired.clock().date(),
        shop=Shop(platform=platform, url=origins[0] if origins else None),
    )
    if wrong := shop_file.not_origins(client):
        raise Refused(f"An origin is like https://shop.example, not {wrong[0]!r}.")
    minted = Keys(ClientDocuments(wired.documents, client_id), wired.clock).minted("publishable")
    try:
        Clients(wired.documents).create(client, minted.write)
    except ClientExists:
        raise Refused(f"There is a client {client_id!r} already: choose another id.") from None
    return minted.key
