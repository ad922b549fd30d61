"""The least that a function can do."""

from flask import Request


def empty(request: Request) -> str:
    return "{}"
