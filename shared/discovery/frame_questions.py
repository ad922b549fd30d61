"""Answers to questions about frames that were named or pointed at, which are shown along with the answer."""

from collections.abc import Sequence
from dataclasses import replace

from shared.catalogue.product import Product
from shared.discovery import about_frames, in_words
from shared.discovery.scene import Scene
from shared.discovery.turn import Turn
from shared.discovery.understanding import Understanding
from shared.discovery.wishes import Wishes


def answered(question: str, frames: Sequence[str], heard: Understanding, wishes: Wishes, scene: Scene) -> Turn | None:
    """About frames named or pointed at, else those shown last; None where there is nothing to speak of. A question
    changes no wish."""
    if question == "compare":
        chosen = frames if len(frames) > 1 else scene.last_list
        products = scene.read_now(chosen[: about_frames.MOST_COMPARED])
        if len(products) < 2:
            return None
        ranked, _ = about_frames.assessed(products, wishes, scene)
        return _on_frames(
            question, about_frames.compared(products, ranked, heard.wishes, scene.voice), products, wishes, scene
        )
    products = scene.read_now(frames or scene.last_shown[:1])
    if not products:
        return None
    if question == "whyNot":
        if not frames:
            return in_words.spoken("whichFrame", heard, wishes, scene)
        said, _ = about_frames.missing_explained(products[0], wishes, scene)
        return _on_frames(question, said, products[:1], wishes, scene)
    if question == "explainFit":
        ranked, _ = about_frames.assessed(products[:1], wishes, scene)
        return _on_frames(
            question, about_frames.explained(products[0], ranked[0], scene.voice), products[:1], wishes, scene
        )
    told = about_frames.stock_told(products, scene.voice)
    lacking = about_frames.lacking(products[0], heard.wishes, scene.voice) if len(products) == 1 else ""
    return _on_frames(question, " ".join(filter(None, (told, lacking))), products, wishes, scene)


def _on_frames(question: str, reply: str, products: Sequence[Product], wishes: Wishes, scene: Scene) -> Turn:
    """An answer that shows the frames it speaks of, whatever wish they fail."""
    ranked, failed = about_frames.assessed(products, wishes, scene)
    numbered = tuple(replace(one, rank=place) for place, one in enumerate(ranked, 1))
    texts = scene.voice.texts.data
    return Turn(
        reply=reply,
        ranked=numbered,
        products=tuple(products),
        wishes=wishes,
        suggestions=tuple(texts["suggestions"][name] for name in texts["suggestionsFor"]["aboutFrames"]),
        handover=False,
        intent=question,
        relaxed=failed,
        understood=True,
        dismissed=tuple(scene.visit.dismissed),
    )
