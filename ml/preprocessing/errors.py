"""What can be wrong with a picture; str() of each is a sentence for the visitor."""

from collections.abc import Callable

from ml.translation import gettext_noop


class PictureError(Exception):
    """Its sentence has places such as %(name)s, which its values fill.

    Apart, so that a site can translate the one and then fill in the other.
    """

    sentence = ""

    def __init__(self, sentence: str = "", **values: str | int) -> None:
        super().__init__(sentence)
        self.sentence = sentence or self.sentence
        self.values = values

    def __str__(self) -> str:
        return self.explain(str, "{:,}".format)

    def explain(
        self, translate: Callable[[str], str], write_number: Callable[[int], str]
    ) -> str:
        """Return the sentence, its numbers written as its readers write them."""
        values = {
            name: write_number(value) if isinstance(value, int) else value
            for name, value in self.values.items()
        }
        return translate(self.sentence) % values if values else translate(self.sentence)


class BadImage(PictureError, ValueError):
    """Not a picture that we can read."""

    sentence = gettext_noop("This is not a picture that we can read.")


class OtherFormat(BadImage):
    """A picture, but none of the three kinds that we read."""

    sentence = gettext_noop("This is a file of kind %(name)s. Send PNG, JPEG or WebP.")


class CutShort(BadImage):
    """A picture whose end is missing."""

    sentence = gettext_noop("The picture is cut short. Send the whole file.")


class TooLarge(BadImage):
    """More bytes or pixels than we accept."""


class Blank(PictureError, ValueError):
    """A picture without ink."""

    sentence = gettext_noop("The drawing is empty.")


class MemoryTaken(PictureError):
    """Other large pictures are being read; this one may be, in a moment."""

    sentence = gettext_noop("Too many large pictures at once. Try again in a moment.")
