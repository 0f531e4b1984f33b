"""What can be wrong with a picture; str() of each is a sentence for the visitor."""


class BadImage(ValueError):
    """Not a picture that we can read."""

    def __init__(
        self, message: str = "This is not a picture that we can read."
    ) -> None:
        super().__init__(message)


class TooLarge(BadImage):
    """More bytes or pixels than we accept."""


class Blank(ValueError):
    """A picture without ink."""

    def __init__(self, message: str = "The drawing is empty.") -> None:
        super().__init__(message)
