from decimal import Decimal

import pytest

from tests.unit.discovery.speaking import Speaking, places, written

ITALIAN = Speaking("it")


@pytest.mark.parametrize(("message", "expected"), ITALIAN.messages())
def test_a_message_in_an_italian_shoppers_own_words_gives_its_wishes(message: str, expected: list[str]):
    said = written(ITALIAN.heard(message).wishes)
    assert said >= set(expected)
    assert not {wish for wish in said - set(expected) if wish.endswith("!")}, "a hard wish nobody stated"


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("salve", "greeting"),
        ("buonasera!", "greeting"),
        ("grazie mille", "thanks"),
        ("arrivederci e buona giornata", "farewell"),
        ("voglio parlare con una persona vera", "person"),
        ("potete richiamarmi? mi chiamate?", "person"),
        ("posso restituirli se non mi vanno bene?", "returns"),
        ("quanto ci mette la spedizione in Sicilia?", "delivery"),
        ("come pulisco le lenti?", "care"),
        ("che garanzia hanno", "warranty"),
        ("mi si è rotta una stanghetta", "warranty"),
        ("si può pagare con satispay?", "payment"),
        ("avete un codice sconto?", "payment"),
        ("dov'è il mio ordine", "order"),
        ("a che ora aprite il sabato", "store"),
        ("posso guidare con la categoria 4?", "lensSafety"),
        ("si può guidare di notte con le polarizzate?", "lensSafety"),
        ("cosa sta bene al mio viso?", "faceFit"),
        ("che forma mi sta bene?", "faceFit"),
        ("mi fanno male gli occhi dopo un'ora", "medical"),
        ("all'improvviso vedo doppio", "medical"),
        ("sei inutile, non capisci niente", "complaint"),
        ("te l'ho già detto", "complaint"),
        ("ricominciamo da capo", "reset"),
        ("fammene vedere altri", "more"),
        ("questi non mi piacciono", "dislike"),
        ("sorprendimi", "browse"),
        ("mi puoi aiutare?", "help"),
        ("boh, non saprei", "deny"),
        ("sì, certo", "affirm"),
        ("tondi e dorati", "find"),
        ("qwxz vrrt", "unclear"),
    ],
)
def test_an_italian_message_has_the_intent_a_shop_assistant_would_hear(message: str, intent: str):
    assert ITALIAN.heard(message).intent == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("confronta i primi due", "compare"),
        ("che differenza c'è tra il primo e il secondo?", "compare"),
        ("perché proprio questi?", "explainFit"),
        ("mi staranno bene?", "explainFit"),
        ("perché non mi fai vedere il Fjord?", "whyNot"),
        ("il primo è disponibile?", "stock"),
        ("quanto costa il secondo?", "stock"),
    ],
)
def test_a_question_about_frames_shown_is_heard_as_one(message: str, intent: str):
    assert ITALIAN.heard(message, frames_shown=True).intent == intent


@pytest.mark.parametrize(
    ("message", "least", "most"),
    [
        ("meno di 150 euro", None, "150"),
        ("massimo 99,90 €", None, "99.90"),
        ("non più di 1.200 euro", None, "1200"),
        ("fino a centocinquanta", None, "150"),
        ("max. 80", None, "80"),
        ("il mio budget è 200€", None, "200"),
        ("tra 80 e 120 euro", "80", "120"),
        ("da 100 a 150 euro", "100", "150"),
        ("a partire da 200 euro", "200", None),
        ("sui 100 euro", "80", "120"),
        ("150 euro o meno", None, "150"),
        ("150 euro al massimo", None, "150"),
        ("non voglio spendere più di 90", None, "90"),
        ("non devono costare più di 80 euro", None, "80"),
        ("sotto i cento euro", None, "100"),
    ],
)
def test_italian_prices(message: str, least: str | None, most: str | None):
    price = ITALIAN.heard(message).wishes.price
    assert price is not None
    assert (price.min, price.max) == (least and Decimal(least), most and Decimal(most))


@pytest.mark.parametrize(
    ("message", "relative"),
    [
        ("qualcosa di più economico?", "cheaper"),
        ("sono troppo cari", "cheaper"),
        ("occhiali economici", "affordable"),
        ("che non costino un occhio della testa", "affordable"),
        ("non troppo cari per favore", "affordable"),
        ("di qualità superiore", "dearer"),
        ("fascia alta", "premium"),
    ],
)
def test_italian_prices_by_comparison(message: str, relative: str):
    price = ITALIAN.heard(message).wishes.price
    assert price is not None
    assert price.relative == relative


@pytest.mark.parametrize(
    ("message", "name", "inside"),
    [
        ("52□18-140", "lens_width", 52),
        ("calibro 50", "lens_width", 50),
        ("larghezza al massimo 138 mm", "frame_width", 137),
        ("aste da 145", "temple", 145),
        ("ponte 18 mm", "bridge", 18),
        ("montatura da 140 mm", "frame_width", 140),
    ],
)
def test_italian_sizes(message: str, name: str, inside: float):
    size = ITALIAN.heard(message).wishes.size
    assert size is not None
    wished = getattr(size, name)
    assert (wished.min_mm or 0) <= inside <= (wished.max_mm or 999)


def test_own_measures_are_not_a_frames():
    size = ITALIAN.heard("la mia dp è 63 e il mio viso misura 140 mm").wishes.size
    assert size is not None
    assert (size.own_pupillary_distance_mm, size.own_face_width_mm) == (63, 140)


@pytest.mark.parametrize(
    ("message", "shape"),
    [
        ("ho il viso molto tondo", "round"),
        ("il mio viso è ovale", "oval"),
        ("viso allungato", "oblong"),
        ("ho il viso a cuore", "heart"),
        ("il mio viso è piuttosto squadrato", "square"),
    ],
)
def test_a_face_shape_in_italian_is_not_a_frame_shape(message: str, shape: str):
    said = ITALIAN.heard(message)
    assert said.wishes.face_shape == shape
    assert not said.wishes.of("frameShape")


def test_no_at_the_beginning_corrects():
    said = ITALIAN.heard("no, meglio dorati")
    assert said.stance == "correct"
    assert written(said.wishes) == {"colour:gold"}


@pytest.mark.parametrize(
    "message", ["non serve che siano polarizzati", "non devono essere polarizzati", "non li voglio più polarizzati"]
)
def test_no_need_takes_a_wish_back_without_excluding_it(message: str):
    old = ITALIAN.heard("occhiali da sole polarizzati").wishes
    assert written(ITALIAN.heard(message, old).applied_to(old)) == {"category:sunglasses!"}


@pytest.mark.parametrize("message", ["anche in blu", "oppure blu"])
def test_also_adds_to_what_was_wished_for(message: str):
    old = ITALIAN.heard("occhiali neri").wishes
    assert {"colour:black", "colour:blue"} <= written(ITALIAN.heard(message, old).applied_to(old))


@pytest.mark.parametrize(
    ("message", "cleared"),
    [
        ("il colore non importa", "colour"),
        ("il prezzo è indifferente", "price"),
        ("qualsiasi forma", "frameShape"),
        ("la marca non mi interessa", "brand"),
    ],
)
def test_a_slot_that_does_not_matter_is_cleared(message: str, cleared: str):
    assert ITALIAN.heard(message).cleared == (cleared,)


@pytest.mark.parametrize(
    ("message", "places_named"),
    [
        ("quanto costa il secondo?", ("2",)),
        ("qualcosa di simile al primo in tartaruga", ("1",)),
    ],
)
def test_a_place_in_the_list_is_heard(message: str, places_named: tuple[str, ...]):
    assert ITALIAN.heard(message, frames_shown=True).pointed == places_named


def test_things_no_record_says_are_named_in_italian():
    said = ITALIAN.heard("con filtro luce blu")
    assert said.no_facts == ("i filtri per la luce blu",)
    assert said.wishes.empty


@pytest.mark.parametrize(("name", "said"), ITALIAN.data("texts")["suggestions"].items())
def test_every_suggestion_is_understood(name: str, said: str):
    understood = ITALIAN.heard(said)
    assert understood.understood
    if name in ("price", "colour", "frameShape", "material", "brand", "size"):
        assert understood.cleared == (name,)
    if name in ("more", "faceFit", "person", "browse", "reset"):
        assert understood.intent == name


@pytest.mark.parametrize(("slot", "value", "said"), ITALIAN.quick_replies())
def test_every_quick_reply_says_its_value_and_no_other(slot: str, value: str, said: str):
    understood = ITALIAN.heard(said)
    assert value in understood.wishes.values(slot)
    assert {wish.slot for wish in understood.wishes.items} <= {slot, "category"}


def test_the_quick_reply_on_price_is_understood():
    texts = ITALIAN.data("texts")
    price = ITALIAN.heard(texts["questions"]["price"]["reply"].format(price=texts["money"]["EUR"].format(amount=150)))
    assert price.wishes.price is not None
    assert price.wishes.price.max == 150


def test_every_text_has_the_places_of_the_english_one():
    here = ITALIAN.texts()
    for path, text in Speaking("en").texts().items():
        assert path in here, path
        assert places(here[path]) == places(text), path


def test_no_text_exclaims():
    assert not [text for text in ITALIAN.texts().values() if "!" in text]
