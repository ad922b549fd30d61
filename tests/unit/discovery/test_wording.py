from shared.discovery.wording import MOST_CHARACTERS, plain, tokens, words


def test_accents_case_and_apostrophes_do_not_matter():
    assert words("Don’t want CAFÉ brown") == ("dont", "want", "cafe", "brown")


def test_hyphens_part_words():
    assert words("cat-eye") == ("cat", "eye")


def test_clause_marks_are_kept_and_emoji_and_markup_are_not():
    assert words("<b>round</b>, 😎 gold.") == ("b", "round", "b", ",", "gold", ".")


def test_full_width_letters_read_like_plain_ones():
    assert words("ｒｏｕｎｄ") == ("round",)


def test_no_more_than_the_limit_is_read():
    assert len(plain("a" * 10_000)) == MOST_CHARACTERS


def test_tokens_know_their_place():
    text = plain("gold, round")
    assert [text[token.start : token.end] for token in tokens(text)] == ["gold", ",", "round"]
