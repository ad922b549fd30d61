import numpy as np

from shared.catalogue.index import CatalogueIndex
from shared.discovery.asking import Question, narrowing
from shared.discovery.texts import Texts
from shared.discovery.wishes import Wish, Wishes
from tests.unit.discovery.frames import frame, shop


def asked(index: CatalogueIndex, wishes: Wishes | None = None, before: tuple[str, ...] = ()) -> Question | None:
    return narrowing(index, np.ones(len(index), dtype=np.bool_), wishes or Wishes(), before, Texts.load())


def test_the_sun_or_not_is_asked_first():
    question = asked(CatalogueIndex.of(shop(60)))
    assert question is not None
    assert question.slot == "category"


def test_what_is_known_asked_or_said_not_to_matter_is_not_asked():
    index = CatalogueIndex.of(shop(60))
    known = Wishes(items=(Wish(slot="category", value="sunglasses"),), indifferent=("use",))
    question = asked(index, known, ("frameShape",))
    assert question is not None
    assert question.slot not in ("category", "use", "frameShape")


def test_what_would_not_narrow_is_not_asked():
    alike = CatalogueIndex.of(
        [frame(str(number), colour_family=c) for number, c in enumerate(["black", "gold", "blue", "red"] * 3)]
    )
    question = asked(alike)
    assert question is not None
    assert question.slot == "colour"


def test_a_handful_needs_no_question():
    assert asked(CatalogueIndex.of(shop(4))) is None


def test_answers_are_what_the_shop_has():
    index = CatalogueIndex.of([frame(str(n), colour_family="gold" if n % 2 else "red") for n in range(10)])
    question = asked(index)
    assert question is not None
    assert set(question.answers) == {"In gold", "In red"}
