"""What can be searched, without any word of what it is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found, as told in one language.

    Several documents may share a ``key`` (one for each language); they are found as one thing.

    Attributes:
        key: what a hit is called.
        language: the language of the text, such as ``"sv"``.
        title: its name, weighs most.
        aliases: other names of the same thing.
        labels: words it is filed under, such as its owner or kind.
        body: what it is, in a sentence or two.
        details: everything else worth finding it by, weighs least.
        boost: multiplies the score, 1.0 for most.
    """

    key: str
    language: str
    title: str
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    body: str = ""
    details: str = ""
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A found key, how well it fits (more is better; only comparable within one answer) and its title."""

    key: str
    score: float
    title: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a query found.

    Attributes:
        hits: best first.
        suggestion: the query with misspelt words replaced by known ones, or nothing.
        stems: folded stems that counted, for marking words in a snippet.
    """

    hits: tuple[Hit, ...]
    suggestion: str | None = None
    stems: frozenset[str] = frozenset()
