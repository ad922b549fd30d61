"""What shoppers of five languages say, one conversation each, as a shop hears it in a mixed hour."""

CONVERSATIONS: dict[str, tuple[str, ...]] = {
    "en": (
        "Hi, I'm looking for polarised sunglasses for driving, under 150 euros",
        "rather round ones in tortoise or gold, not too heavy",
        "Something flamboyant for a cocktail reception, please",
        "and cheaper?",
        "why do these fit me?",
        "the second one but in black",
        "how long does delivery take?",
        "thank you!",
    ),
    "de": (
        "Ich suche eine leichte Brille aus Titan, höchstens 200 Euro",
        "lieber rund und nicht in Schwarz",
        "gibt es die auch mit Gleitsichtgläsern?",
        "etwas günstiger bitte",
        "Kann ich sie zurückgeben, wenn sie nicht passt?",
    ),
    "fr": (
        "Je cherche des lunettes de soleil en écaille pour la plage",
        "plutôt papillon, sans monture métallique",
        "moins de 120 euros si possible",
        "la deuxième, mais en doré",
    ),
    "es": (
        "Busco gafas graduadas para una cara estrecha, de acetato azul",
        "no, mejor redondas y transparentes",
        "algo más barato por favor",
        "¿tienen la primera en stock?",
    ),
    "it": (
        "Vorrei occhiali da vista leggeri per leggere in ufficio",
        "quadrati, marrone scuro, non troppo cari",
        "sono allergica al nichel",
        "fammi vedere altri modelli",
    ),
}
