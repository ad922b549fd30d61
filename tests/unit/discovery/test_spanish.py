from decimal import Decimal

import pytest

from tests.unit.discovery.speaking import Speaking, places, written

SPANISH = Speaking("es")


@pytest.mark.parametrize(("message", "expected"), SPANISH.messages())
def test_a_message_in_a_spanish_shoppers_own_words_gives_its_wishes(message: str, expected: list[str]):
    said = written(SPANISH.heard(message).wishes)
    assert said >= set(expected)
    assert not {wish for wish in said - set(expected) if wish.endswith("!")}, "a hard wish nobody stated"


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("buenas!", "greeting"),
        ("hola, qué tal", "greeting"),
        ("muchas gracias guapa", "thanks"),
        ("hasta luego", "farewell"),
        ("quiero hablar con una persona de verdad", "person"),
        ("me puede llamar alguien?", "person"),
        ("puedo devolverlas si no me quedan bien?", "returns"),
        ("cuanto tarda el envio a canarias?", "delivery"),
        ("cómo limpio los cristales?", "care"),
        ("qué garantía tienen", "warranty"),
        ("se me ha roto una patilla", "warranty"),
        ("se puede pagar con bizum?", "payment"),
        ("hay algún código de descuento?", "payment"),
        ("dónde está mi pedido", "order"),
        ("a que hora abris los sabados", "store"),
        ("puedo conducir con unas de categoría 4?", "lensSafety"),
        ("se puede conducir de noche con polarizadas?", "lensSafety"),
        ("qué me queda bien con mi cara?", "faceFit"),
        ("qué forma me va mejor?", "faceFit"),
        ("me duelen los ojos al cabo de una hora", "medical"),
        ("de repente veo doble", "medical"),
        ("esto es inútil, no me entiendes", "complaint"),
        ("que ya te lo he dicho", "complaint"),
        ("empecemos de nuevo", "reset"),
        ("enseñame otras", "more"),
        ("no me gustan estas", "dislike"),
        ("sorpréndeme", "browse"),
        ("me puedes ayudar?", "help"),
        ("ni idea", "deny"),
        ("vale, perfecto", "thanks"),
        ("sí, claro", "affirm"),
        ("redondas y doradas", "find"),
        ("qwxz vrrt", "unclear"),
    ],
)
def test_a_spanish_message_has_the_intent_a_shop_assistant_would_hear(message: str, intent: str):
    assert SPANISH.heard(message).intent == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("compara las dos primeras", "compare"),
        ("qué diferencia hay entre la primera y la segunda?", "compare"),
        ("por qué esta?", "explainFit"),
        ("me quedarán bien?", "explainFit"),
        ("por qué no me enseñas la Fjord?", "whyNot"),
        ("hay stock de la primera?", "stock"),
        ("cuánto cuesta la segunda?", "stock"),
    ],
)
def test_a_question_about_frames_shown_is_heard_as_one(message: str, intent: str):
    assert SPANISH.heard(message, frames_shown=True).intent == intent


@pytest.mark.parametrize(
    ("message", "least", "most"),
    [
        ("menos de 150 euros", None, "150"),
        ("máximo 99,90 €", None, "99.90"),
        ("no más de 1.200 euros", None, "1200"),
        ("hasta ciento cincuenta", None, "150"),
        ("max. 80", None, "80"),
        ("tengo un presupuesto de 200€", None, "200"),
        ("entre 80 y 120 euros", "80", "120"),
        ("de 100 a 150 euros", "100", "150"),
        ("a partir de 200 euros", "200", None),
        ("sobre los 100 euros", "80", "120"),
        ("150 euros o menos", None, "150"),
        ("unos 150 pavos como mucho", None, "150"),
        ("no quiero gastarme más de 90", None, "90"),
        ("no pueden costar mas de 80 euros", None, "80"),
        ("que no pasen de cien euros", None, "100"),
    ],
)
def test_spanish_prices(message: str, least: str | None, most: str | None):
    price = SPANISH.heard(message).wishes.price
    assert price is not None
    assert (price.min, price.max) == (least and Decimal(least), most and Decimal(most))


@pytest.mark.parametrize(
    ("message", "relative"),
    [
        ("algo más barato?", "cheaper"),
        ("son demasiado caras", "cheaper"),
        ("unas gafas económicas", "affordable"),
        ("que no cuesten un riñón", "affordable"),
        ("no muy caras por favor", "affordable"),
        ("de más calidad", "dearer"),
        ("gama alta", "premium"),
    ],
)
def test_spanish_prices_by_comparison(message: str, relative: str):
    price = SPANISH.heard(message).wishes.price
    assert price is not None
    assert price.relative == relative


@pytest.mark.parametrize(
    ("message", "name", "inside"),
    [
        ("52□18-140", "lens_width", 52),
        ("calibre 50", "lens_width", 50),
        ("que midan como mucho 138 mm de ancho", "frame_width", 137),
        ("patillas de 145", "temple", 145),
        ("puente 18 mm", "bridge", 18),
        ("montura de 140 mm", "frame_width", 140),
    ],
)
def test_spanish_sizes(message: str, name: str, inside: float):
    size = SPANISH.heard(message).wishes.size
    assert size is not None
    wished = getattr(size, name)
    assert (wished.min_mm or 0) <= inside <= (wished.max_mm or 999)


def test_own_measures_are_not_a_frames():
    size = SPANISH.heard("mi dip es 63 y mi cara mide 140 mm").wishes.size
    assert size is not None
    assert (size.own_pupillary_distance_mm, size.own_face_width_mm) == (63, 140)


@pytest.mark.parametrize(
    ("message", "shape"),
    [
        ("tengo la cara muy redonda", "round"),
        ("mi rostro es ovalado", "oval"),
        ("cara alargada", "oblong"),
        ("tengo la cara en forma de corazón", "heart"),
        ("mi cara es mas bien cuadrada", "square"),
    ],
)
def test_a_face_shape_in_spanish_is_not_a_frame_shape(message: str, shape: str):
    said = SPANISH.heard(message)
    assert said.wishes.face_shape == shape
    assert not said.wishes.of("frameShape")


def test_no_at_the_beginning_corrects():
    said = SPANISH.heard("no, mejor en dorado")
    assert said.stance == "correct"
    assert written(said.wishes) == {"colour:gold"}


@pytest.mark.parametrize(
    "message", ["no hace falta que sean polarizadas", "quita lo de polarizadas", "ya no las quiero polarizadas"]
)
def test_no_need_takes_a_wish_back_without_excluding_it(message: str):
    old = SPANISH.heard("gafas de sol polarizadas").wishes
    assert written(SPANISH.heard(message, old).applied_to(old)) == {"category:sunglasses!"}


@pytest.mark.parametrize("message", ["también en azul", "o azules"])
def test_also_adds_to_what_was_wished_for(message: str):
    old = SPANISH.heard("gafas negras").wishes
    assert {"colour:black", "colour:blue"} <= written(SPANISH.heard(message, old).applied_to(old))


@pytest.mark.parametrize(
    ("message", "cleared"),
    [
        ("me da igual el color", "colour"),
        ("el precio da igual", "price"),
        ("cualquier forma", "frameShape"),
        ("no importa la marca", "brand"),
    ],
)
def test_a_slot_that_does_not_matter_is_cleared(message: str, cleared: str):
    assert SPANISH.heard(message).cleared == (cleared,)


@pytest.mark.parametrize(
    ("message", "places_named"),
    [
        ("cuánto cuesta la segunda?", ("2",)),
        ("algo parecido a la primera en carey", ("1",)),
    ],
)
def test_a_place_in_the_list_is_heard(message: str, places_named: tuple[str, ...]):
    assert SPANISH.heard(message, frames_shown=True).pointed == places_named


def test_things_no_record_says_are_named_in_spanish():
    said = SPANISH.heard("con filtro de luz azul")
    assert said.no_facts == ("los filtros de luz azul",)
    assert said.wishes.empty


@pytest.mark.parametrize(("name", "said"), SPANISH.data("texts")["suggestions"].items())
def test_every_suggestion_is_understood(name: str, said: str):
    understood = SPANISH.heard(said)
    assert understood.understood
    if name in ("price", "colour", "frameShape", "material", "brand", "size"):
        assert understood.cleared == (name,)
    if name in ("more", "faceFit", "person", "browse", "reset"):
        assert understood.intent == name


@pytest.mark.parametrize(("slot", "value", "said"), SPANISH.quick_replies())
def test_every_quick_reply_says_its_value_and_no_other(slot: str, value: str, said: str):
    understood = SPANISH.heard(said)
    assert value in understood.wishes.values(slot)
    assert {wish.slot for wish in understood.wishes.items} <= {slot, "category"}


def test_the_quick_reply_on_price_is_understood():
    texts = SPANISH.data("texts")
    price = SPANISH.heard(texts["questions"]["price"]["reply"].format(price=texts["money"]["EUR"].format(amount=150)))
    assert price.wishes.price is not None
    assert price.wishes.price.max == 150


def test_every_text_has_the_places_of_the_english_one():
    here = SPANISH.texts()
    for path, text in Speaking("en").texts().items():
        assert path in here, path
        assert places(here[path]) == places(text), path


def test_no_text_exclaims():
    assert not [text for text in SPANISH.texts().values() if "!" in text]
