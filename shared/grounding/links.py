"""Ways out of the conversation, and marks that a page might act on: a reply is plain words."""

import re

_ENDINGS = (
    "com|net|org|info|biz|shop|store|online|site|xyz|io|co|de|fr|es|it|eu|uk|ch|at|nl|ru|cn|app|link|click|top|me|ly|"
    "gg|example|test"
)
_DOT = r"(?:\.|\[\.\]|\(\.\)|\s\.\s|\s(?:dot|punkt|point|punto)\s|\[dot\]|\(dot\))"
_AT = r"(?:@|\[at\]|\(at\)|\s(?:at|arobase|arroba|chiocciola)\s)"
LINK = re.compile(
    rf"[a-z][a-z0-9+.-]*://|www{_DOT}|\b(?:javascript|data|mailto|tel|vbscript)\s?:|"
    rf"[a-z0-9-]+{_DOT}(?:{_ENDINGS})(?![\w-])|"
    rf"[a-z0-9._-]+{_AT}[a-z0-9-]+{_DOT}[a-z]{{2,}}|(?<!\w)@[a-z0-9_]{{3,}}|\b\d{{1,3}}(?:\.\d{{1,3}}){{3}}\b|"
    r"(?<![\d□-])(?:\+|00)\d[\d\s()/.-]{6,}\d|(?<![\d□.,-])\d{3,5}[\s/.-]\d{3,}[\s/.-]?\d{2,}|(?<!\d)\d{7,}(?!\d)|"
    r"\b(?:whatsapp|telegram|instagram|tiktok|facebook|snapchat|discord|bit\.ly|qr[\s-]?code)\b",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"<\s*[/!a-z][^>]*>?|&(?:#x?[0-9a-f]+|[a-z]{2,8});|!?\[[^\]]*\]\s*\(|```|\*\*|__|\{\{|\}\}|\$\{|^\s*#{1,6}\s|\|\s*-{3}",
    re.IGNORECASE | re.MULTILINE,
)
UNBROKEN = re.compile(r"[A-Za-z0-9+/=_%\\-]{32,}")  # no word is so long: something encoded
OTHER_SCRIPT = re.compile(
    r"[\u0370-\u052f\u0590-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)  # the five languages are written in Latin letters: these stand in for them or say what nobody here can check
