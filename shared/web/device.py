"""What kind of device a browser runs on, as it says itself; nothing else of what it says is kept."""

from typing import Literal

Device = Literal["mobile", "tablet", "desktop"]


def device_of(user_agent: str | None, mobile_hint: str | None) -> Device | None:
    """From the client hint (https://wicg.github.io/ua-client-hints/#sec-ch-ua-mobile), or else from the user agent.

    None where neither is sent. Tablets that pass for desktops, as newer iPads do, count as desktops.
    """
    agent = user_agent or ""
    if "iPad" in agent or "Tablet" in agent or ("Android" in agent and "Mobi" not in agent):
        return "tablet"
    if mobile_hint == "?1" or "Mobi" in agent:
        return "mobile"
    return "desktop" if mobile_hint == "?0" or agent else None
