"""A model that writes. What it writes is a proposal: nothing of it reaches a shopper unchecked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Schema = Mapping[str, Any]  # JSON schema: type, properties, required, items, enum, maxLength, maxItems


class ModelFailed(Exception):
    """There is no answer to use; `tokens` were spent all the same."""

    def __init__(self, code: str, *, tokens: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.tokens = tokens


class ModelUnavailable(ModelFailed):
    """No answer in time, an error of the service, or no quota left; `code` is the service's word for it."""


class ModelRefused(ModelFailed):
    """The model would not answer: its own safety rules held the answer back."""


class ModelMalformed(ModelFailed):
    """The answer is cut off, empty or not in the schema asked for."""


@dataclass(frozen=True)
class Content:
    role: Literal["user", "model"]
    text: str


@dataclass(frozen=True)
class ModelRequest:
    """`system` binds the model, `contents` (the oldest first) is what it reads; the answer is JSON of `schema`."""

    system: str
    contents: Sequence[Content]
    schema: Schema
    max_tokens: int = 512
    temperature: float = 0.2


@dataclass(frozen=True)
class Generated:
    """`answer` is the parsed JSON object; tokens are as the service counts and bills them."""

    answer: Mapping[str, Any]
    input_tokens: int
    output_tokens: int


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """Provider and model."""

    def generate(self, request: ModelRequest, *, timeout_s: float) -> Generated:
        """Waits at most `timeout_s`, a repetition included. Raises `ModelFailed`."""
