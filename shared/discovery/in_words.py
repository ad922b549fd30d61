"""Answers in words alone: small talk, the shop's own matters, what only a person or an optician can answer."""

from shared.discovery.fit import FaceSize
from shared.discovery.language import DEFAULT, is_foreign
from shared.discovery.scene import Scene
from shared.discovery.texts import shown_title
from shared.discovery.turn import Turn
from shared.discovery.understanding import TOPICS, Understanding
from shared.discovery.wishes import Wishes

SPOKEN = frozenset({"medical", "person", "lensSafety", "complaint", "help", "thanks", "farewell", "greeting"})
HANDING_OVER = frozenset({"person", "service", "complaintAgain", "unclearAgain", "emptyShop"})


def text_for(message: str, heard: Understanding, wishes: Wishes, scene: Scene) -> str | None:
    """The text that answers without frames; None when frames are to be shown."""
    if "complaint" in heard.intents and heard.intents & frozenset(TOPICS):
        return "service"  # what arrived broken or late is a person's to put right
    if heard.intent in TOPICS:
        return _topic_key(heard.intent, scene)
    if heard.intent == "unclear" and is_foreign(message) and len(scene.index):
        return None
    if heard.intent in ("unclear", "complaint") and scene.before(heard.intent):
        return f"{heard.intent}Again"
    if heard.intent in SPOKEN or heard.intent in ("unclear", "reset"):
        return heard.intent
    if not (scene.index.coded["availability"].grades({"in_stock": 1.0}) > 0).any():
        return "emptyShop"
    return "faceFitUnknown" if heard.intent == "faceFit" and not _face_known(wishes, scene) else None


def _topic_key(topic: str, scene: Scene) -> str:
    """The merchant's own text; without one our own on care, and a person for all else. An order is a person's."""
    if topic != "order" and _policy(topic, scene):
        return "policy"
    return "care" if topic == "care" else "service"


def _policy(topic: str, scene: Scene) -> str:
    """In the language spoken, else in any that the merchant has: a policy is not ours to translate."""
    policies = scene.visit.policies
    for language in (scene.lexicon.language, DEFAULT, *sorted(policies)):
        if text := policies.get(language, {}).get(topic):
            return shown_title(text)
    return ""


def _face_known(wishes: Wishes, scene: Scene) -> bool:
    return scene.face is not None or wishes.face_shape is not None or FaceSize.of(None, wishes) != FaceSize()


def spoken(key: str, heard: Understanding, wishes: Wishes, scene: Scene) -> Turn:
    keys = scene.voice.texts.data["suggestionsFor"][key]
    return Turn(
        reply=_policy(heard.intent, scene) if key == "policy" else scene.voice.say(key),
        ranked=(),
        products=(),
        wishes=Wishes() if key == "reset" else wishes,
        suggestions=tuple(scene.voice.texts.data["suggestions"][name] for name in keys),
        handover=key in HANDING_OVER,
        intent=heard.intent,
        relaxed=(),
        understood=heard.understood,
        dismissed=tuple(scene.visit.dismissed),
    )
