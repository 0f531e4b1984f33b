"""What can be wrong with a picture; str() of each is a sentence for the visitor."""


class BadImage(ValueError):
    """Not a picture that we can read."""

    def __init__(
        self, message: str = "This is not a picture that we can read."
    ) -> None:
        super().__init__(message)


class OtherFormat(BadImage):
    """A picture, but none of the three kinds that we read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This is a file of kind {name}. Send PNG, JPEG or WebP.")


class CutShort(BadImage):
    """A picture whose end is missing."""

    def __init__(self) -> None:
        super().__init__("The picture is cut short. Send the whole file.")


class TooLarge(BadImage):
    """More bytes or pixels than we accept."""


class Blank(ValueError):
    """A picture without ink."""

    def __init__(self, message: str = "The drawing is empty.") -> None:
        super().__init__(message)


class MemoryTaken(Exception):
    """Other large pictures are being read; this one may be, in a moment."""

    def __init__(self) -> None:
        super().__init__("Too many large pictures at once. Try again in a moment.")
