"""What a shop's page lets the widget do, read from the headers of the page.

Permissions Policy: https://www.w3.org/TR/permissions-policy/; Content Security Policy: https://www.w3.org/TR/CSP3/.
A policy in a `meta` element is not looked at.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

_SCRIPT_BY_NONCE = re.compile(r"^'(nonce-|sha(256|384|512)-|strict-dynamic)")


def camera_allowed(headers: Mapping[str, str]) -> bool:
    """True where nothing is said: a page itself may ask for the camera by default."""
    if (new := headers.get("permissions-policy")) is not None:
        lists = [
            match.group(1)
            for match in re.finditer(r"(?:^|,)\s*camera\s*=\s*(\([^)]*\)|[^,\s;]+)", new, re.IGNORECASE)
        ]
        return not lists or _admits_itself(lists[-1].strip("()").split())
    for directive in headers.get("feature-policy", "").split(";"):
        name, *allowed = directive.replace("'", "").split()[:20] or [""]
        if name.lower() == "camera":
            return _admits_itself(allowed)
    return True


def csp_allows(headers: Mapping[str, str], directive: str, url: str, page: str) -> bool:
    """Whether the page at `page` may use `url` by `directive`, such as connect-src. Every policy sent must allow it.

    A script that is let in by a nonce or a hash cannot be told from outside, and counts as allowed.
    """
    policies = headers.get("content-security-policy", "").split(",")
    return all(_policy_allows(policy, directive, url, page) for policy in policies)


def _admits_itself(allowed: list[str]) -> bool:
    return any(each in ("*", "self") for each in allowed)


def _policy_allows(policy: str, directive: str, url: str, page: str) -> bool:
    named: dict[str, list[str]] = {}
    for part in policy.split(";"):
        if words := part.split():
            named.setdefault(words[0].lower(), words[1:])
    sources = named.get(directive, named.get("default-src"))
    return sources is None or any(_matches(source, directive, url, page) for source in sources)


def _matches(source: str, directive: str, url: str, page: str) -> bool:
    ours, theirs = urlsplit(url), urlsplit(page)
    if source == "*":
        return ours.scheme in ("http", "https")
    if source == "'self'":
        return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)
    if source.startswith("'"):
        return directive == "script-src" and _SCRIPT_BY_NONCE.match(source) is not None
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:", source):
        return ours.scheme == source[:-1].lower()
    return _same_host(source, url, theirs.scheme)


def _same_host(source: str, url: str, page_scheme: str) -> bool:
    ours = urlsplit(url)
    allowed = urlsplit(source if "://" in source else f"{page_scheme}://{source}")
    host, wanted = (ours.hostname or "").lower(), (allowed.hostname or "").lower()
    named = host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted
    scheme = ours.scheme == allowed.scheme or (allowed.scheme, ours.scheme) == ("http", "https")
    port = re.search(r":(\d+|\*)$", allowed.netloc)
    usual = {"http": 80, "https": 443}
    at = ours.port or usual.get(ours.scheme)
    same_port = at == usual.get(ours.scheme) if port is None else port.group(1) in ("*", str(at))
    path = allowed.path in ("", "/") or ours.path.startswith(allowed.path)
    return named and scheme and same_port and path
