"""The visitor's situation, kept in the server-side session for at most a day."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from lotsa.core.guide.situation import Situation

_SITUATION = "situation"
_WORDS = "own_words"
_CONFIRMED = "own_words_confirmed"
_QUESTION = "question"
MAX_WORDS = 4000


def situation_of(request: HttpRequest) -> Situation:
    """What the visitor has told so far."""
    return Situation.from_json(request.session.get(_SITUATION))


def keep(request: HttpRequest, situation: Situation) -> None:
    """Keep what the visitor has told, for this visit."""
    request.session[_SITUATION] = situation.as_json()


def own_words(request: HttpRequest) -> str:
    """What the visitor wrote in own words; kept for this visit only, never saved with a link."""
    words: Any = request.session.get(_WORDS, "")
    return words if isinstance(words, str) else ""


def keep_words(request: HttpRequest, words: str) -> None:
    """Keep the visitor's own words for this visit; other words than before are yet to be confirmed."""
    kept = words[:MAX_WORDS]
    if kept != own_words(request):
        request.session.pop(_CONFIRMED, None)
    request.session[_WORDS] = kept


def words_confirmed(request: HttpRequest) -> bool:
    """Has the visitor said which of the facts heard in these words are right?"""
    return bool(request.session.get(_CONFIRMED))


def confirm_words(request: HttpRequest) -> None:
    """The visitor has said which of the facts heard are right."""
    request.session[_CONFIRMED] = True


def forget(request: HttpRequest) -> None:
    """Forget everything the visitor has told."""
    for key in (_SITUATION, _WORDS, _CONFIRMED, _QUESTION):
        request.session.pop(key, None)


def question(request: HttpRequest) -> Any:
    """What stands half-written in the form to an adviser, while a fact is changed; else None."""
    return request.session.get(_QUESTION)


def keep_question(request: HttpRequest, typed: dict[str, Any]) -> None:
    """Keep what stands in the form to an adviser while a fact is changed on another page."""
    request.session[_QUESTION] = typed


def forget_question(request: HttpRequest) -> None:
    """The question is sent: nothing of it stays in the visit."""
    request.session.pop(_QUESTION, None)


def without_sensitive(situation: Situation, sensitive: frozenset[str]) -> Situation:
    """The situation without facts that may not be kept."""
    facts = {name: value for name, value in situation.facts.items() if name not in sensitive}
    return replace(situation, facts=facts)
