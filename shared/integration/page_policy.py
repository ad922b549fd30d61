"""What a shop's page lets the widget do, read from the headers of the page.

Permissions Policy: https://www.w3.org/TR/permissions-policy/; Content Security Policy: https://www.w3.org/TR/CSP3/.
A policy in a `meta` element is not looked at.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

# What stands for a directive that is not named (CSP 3, 6.8.3); default-src stands for all.
_INSTEAD = {"frame-src": ("child-src",)}
_CAMERA_LIST = re.compile(r"(?:^|,)\s*camera\s*=\s*(\([^(),]*\)|[^,\s;]+)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_HOST_SOURCE = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>(?:\*\.)?[a-z0-9_.-]+)(?::(?P<port>\d+|\*))?(?P<path>/.*)?"
)
_SCRIPT_BY_NONCE = re.compile(r"^'(nonce-|sha(256|384|512)-|strict-dynamic)")


def camera_allowed(headers: Mapping[str, str], page: str, endpoint: str) -> bool:
    """Whether a frame from `endpoint` in the page at `page` may be given the camera.

    True where nothing is said, since the frame's own `allow` then decides. A list must name both: a frame has no more
    than the page around it, and a list of the page alone shuts frames from elsewhere out.
    """
    if (new := headers.get("permissions-policy")) is not None:
        lists: list[str] = _CAMERA_LIST.findall(new)
        return not lists or _admits(lists[-1].strip("()"), page, endpoint)
    for directive in headers.get("feature-policy", "").split(";"):
        name, _, allowed = directive.strip().partition(" ")
        if name.lower() == "camera":
            return _admits(allowed, page, endpoint)
    return True


def csp_allows(headers: Mapping[str, str], directive: str, url: str, page: str) -> bool:
    """Whether the page at `page` may use `url` by `directive`, such as connect-src. Every policy sent must allow it.

    A script that is let in by a nonce or a hash cannot be told from outside, and counts as allowed.
    """
    policies = headers.get("content-security-policy", "").split(",")
    return all(_policy_allows(policy, directive, url, page) for policy in policies)


def origin_of(url: str) -> str:
    """Scheme, host and any unusual port, as browsers write it."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def _admits(allowed: str, page: str, endpoint: str) -> bool:
    named = {each.strip("\"'").rstrip("/").lower() for each in allowed.split()}
    around, frame = origin_of(page), origin_of(endpoint)
    return "*" in named or (bool({"self", around} & named) and (around == frame or frame in named))


def _policy_allows(policy: str, directive: str, url: str, page: str) -> bool:
    named: dict[str, list[str]] = {}
    for part in policy.split(";"):
        if words := part.split():
            named.setdefault(words[0].lower(), words[1:])
    sources = next(
        (named[each] for each in (directive, *_INSTEAD.get(directive, ()), "default-src") if each in named), None
    )
    return sources is None or any(_matches(source, directive, url, page) for source in sources)


def _matches(source: str, directive: str, url: str, page: str) -> bool:
    ours = urlsplit(url)
    if source == "*":
        return ours.scheme in ("http", "https")
    if source == "'self'":
        return origin_of(url) == origin_of(page)
    if source.startswith("'"):
        return directive == "script-src" and _SCRIPT_BY_NONCE.match(source) is not None
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:", source):
        return ours.scheme == source[:-1].lower()
    return _same_host(source, url, urlsplit(page).scheme)


def _same_host(source: str, url: str, page_scheme: str) -> bool:
    allowed = _HOST_SOURCE.fullmatch(source.lower())
    if allowed is None:
        return False
    ours, usual = urlsplit(url), _PORTS.get(urlsplit(url).scheme)
    host, wanted = ours.hostname or "", allowed["host"]
    named = host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted
    scheme = (allowed["scheme"] or page_scheme, ours.scheme)
    same_scheme = scheme[0] == scheme[1] or scheme == ("http", "https")
    same_port = allowed["port"] in ("*", str(ours.port or usual)) if allowed["port"] else ours.port in (None, usual)
    path = allowed["path"] or "/"
    return named and same_scheme and same_port and (path == "/" or ours.path.startswith(path))
