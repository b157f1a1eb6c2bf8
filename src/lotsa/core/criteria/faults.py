"""The errors that the criteria raise, each with a sentence a person can act on."""


class CatalogueFault(ValueError):
    """A catalogue document that cannot be read as rules.

    Attributes:
        path: where in the document, e.g. ``measures[3].criteria.all[1].op``.
        message: what is wrong, in English.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


class FactFault(ValueError):
    """A fact that does not fit its field.

    Attributes:
        field: the field's id.
        message: what is wrong, in English.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
