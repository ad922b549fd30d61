"""Gemini on Vertex AI behind the language model port."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shared.platform.adapters.vertex_client import VertexClient, VertexFailed, VertexGarbled
from shared.platform.ports.language_model import (
    Generated,
    ModelMalformed,
    ModelRefused,
    ModelRequest,
    ModelUnavailable,
    Schema,
)
from shared.platform.vertex_settings import VertexSettings

if TYPE_CHECKING:
    from google.cloud.aiplatform_v1.types import GenerateContentRequest, GenerateContentResponse, GenerationConfig

REFUSALS = frozenset({"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR"})
HARMS = ("HATE_SPEECH", "DANGEROUS_CONTENT", "HARASSMENT", "SEXUALLY_EXPLICIT")
LEAST_THINKING = 128  # tokens; the large 2.5 model cannot do without


class VertexLanguageModel:
    """Implements `LanguageModel`."""

    def __init__(self, settings: VertexSettings) -> None:
        self._model = settings.model
        self._client = VertexClient(settings)

    @property
    def name(self) -> str:
        return f"vertex:{self._model}"

    def generate(self, request: ModelRequest, *, timeout_s: float) -> Generated:
        def ask(client: Any, left_s: float) -> "GenerateContentResponse":
            answer: GenerateContentResponse = client.generate_content(
                self._message(request), timeout=left_s, retry=None
            )
            return answer

        try:
            response = self._client.call(ask, timeout_s=timeout_s)
        except VertexFailed as failed:
            raise ModelUnavailable(failed.code) from None
        except VertexGarbled as garbled:
            raise ModelMalformed(str(garbled)) from None
        return _read(response)

    def _message(self, request: ModelRequest) -> "GenerateContentRequest":
        from google.cloud.aiplatform_v1 import types

        block = types.SafetySetting.HarmBlockThreshold.BLOCK_MEDIUM_AND_ABOVE
        return types.GenerateContentRequest(
            model=self._client.model_path(self._model),
            system_instruction=types.Content(parts=[types.Part(text=request.system)]),
            contents=[types.Content(role=said.role, parts=[types.Part(text=said.text)]) for said in request.contents],
            safety_settings=[
                types.SafetySetting(category=getattr(types.HarmCategory, f"HARM_CATEGORY_{harm}"), threshold=block)
                for harm in HARMS
            ],
            generation_config=types.GenerationConfig(
                temperature=request.temperature,
                candidate_count=1,
                max_output_tokens=request.max_tokens,
                response_mime_type="application/json",
                response_schema=schema(request.schema),
                thinking_config=_thinking(self._model),
            ),
        )


def _thinking(model: str) -> "GenerationConfig.ThinkingConfig | None":
    """Off, or as little as the model takes: a shopper waits."""
    from google.cloud.aiplatform_v1 import types

    thinking = types.GenerationConfig.ThinkingConfig
    if "gemini-2.5" in model:
        return thinking(thinking_budget=LEAST_THINKING if "pro" in model else 0)
    if "gemini-3" in model:
        return thinking(thinking_level=thinking.ThinkingLevel.LOW)
    return None


def schema(wanted: Schema) -> Any:
    """A JSON schema as the service's own message, which knows a part of it."""
    from google.cloud.aiplatform_v1 import types

    plain: dict[str, Any] = {"type_": getattr(types.Type, str(wanted["type"]).upper())}
    plain |= {key: wanted[key] for key in ("enum", "required", "description") if key in wanted}
    counts = {"maxItems": "max_items", "maxLength": "max_length", "minItems": "min_items"}
    plain |= {own: wanted[key] for key, own in counts.items() if key in wanted}
    if "properties" in wanted:
        plain["properties"] = {name: schema(part) for name, part in wanted["properties"].items()}
        plain["property_ordering"] = list(wanted["properties"])
    if "items" in wanted:
        plain["items"] = schema(wanted["items"])
    return types.Schema(**plain)


def _read(response: "GenerateContentResponse") -> Generated:
    usage = response.usage_metadata
    read, written = usage.prompt_token_count, usage.candidates_token_count + usage.thoughts_token_count
    spent = read + written
    if not response.candidates:
        blocked = bool(response.prompt_feedback.block_reason)
        raise ModelRefused("prompt", tokens=spent) if blocked else ModelMalformed("no candidate", tokens=spent)
    candidate = response.candidates[0]
    reason = candidate.finish_reason.name
    if reason in REFUSALS:
        raise ModelRefused(reason, tokens=spent)
    if reason not in ("STOP", "FINISH_REASON_UNSPECIFIED"):
        raise ModelMalformed(reason, tokens=spent)
    text = "".join(part.text for part in candidate.content.parts if not part.thought)
    return Generated(_object(text, spent), read, written)


def _object(text: str, spent: int) -> Mapping[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        raise ModelMalformed("no JSON", tokens=spent) from None
    if not isinstance(answer, dict):
        raise ModelMalformed("no object", tokens=spent)
    return answer
