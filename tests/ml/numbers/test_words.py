"""Numbers in words, in each of the site's languages."""

import pytest

from ml.numbers.words import number_in_words


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        ("42", "en", "Forty-two"),
        ("10", "en-gb", "Ten"),
        ("007", "en", "Zero zero seven"),
        ("00", "en", "Zero zero"),
        ("42", "de", "Zweiundvierzig"),
        ("007", "de", "Null null sieben"),
        ("42", "es", "Cuarenta y dos"),
        ("42", "hi", "बयालीस"),
        ("1000000000", "hi", "एक सौ करोड़"),
        ("1234567890", "hi", "एक सौ तेईस करोड़ पैंतालीस लाख सरसठ हज़ार आठ सौ नब्बे"),
        ("42", "fr", "Forty-two"),
    ],
)
def test_a_number_is_said_in_words(number, language, words):
    assert number_in_words(number, language) == words


@pytest.mark.parametrize("language", ["en", "de", "es", "hi"])
def test_each_number_has_other_words(language):
    numbers = [f"{n:0{length}}" for length in (2, 3) for n in range(10**length)]
    numbers += ["9" * length for length in range(4, 13)]
    words = {number_in_words(number, language) for number in numbers}
    assert len(words) == len(numbers)
