"""Reasons for and against a team, and their sentences in Swedish and English.

A reason's parameters are plain (text, numbers, and texts by language), so that a reason can be
kept as JSON beside the choice it led to and be read out later in either language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

Words: TypeAlias = Mapping[str, str]
"""One text by language."""


class Side(StrEnum):
    """What a reason speaks for."""

    FOR = "for"
    AGAINST = "against"
    UNKNOWN = "unknown"
    NOTE = "note"


@dataclass(frozen=True)
class Reason:
    """One reason.

    Attributes:
        code: which of ``SENTENCES``.
        side: for, against, unknown (someone must ask) or a note.
        parameters: what the sentence names; ``fields`` lists the facts to ask for and ``area``
            in ``about`` the need area, where the reason is about one.
        about: id of the need area the reason is about; empty when it is about the whole case.
        fields: ids of the facts to ask for, when the side is unknown.
    """

    code: str
    side: Side
    parameters: Mapping[str, str | int | Words] = field(default_factory=dict)
    about: str = ""
    fields: tuple[str, ...] = ()


SENTENCES: Final[Mapping[str, Words]] = {
    "competence": {"sv": "Hjälper med {area}", "en": "Helps with {area}"},
    "competence_missing": {"sv": "Hjälper inte med {area}", "en": "Does not help with {area}"},
    "no_competence": {
        "sv": "Har inte angett vad teamet kan hjälpa till med",
        "en": "Has not stated what the team can help with",
    },
    "no_desk_competence": {
        "sv": "Hjälper inte med något av det som {desk} gäller",
        "en": "Does not help with anything that {desk} is about",
    },
    "need_unknown": {
        "sv": "Fråga vad företaget behöver hjälp med",
        "en": "Ask what the company needs help with",
    },
    "place_country": {"sv": "Täcker hela landet", "en": "Covers the whole country"},
    "place_region": {"sv": "Täcker hela {place}", "en": "Covers the whole of {place}"},
    "place_municipality": {"sv": "Täcker {place}", "en": "Covers {place}"},
    "place_outside": {"sv": "Täcker inte {place}", "en": "Does not cover {place}"},
    "place_unknown": {
        "sv": "Fråga var företaget ligger: teamet täcker {place}",
        "en": "Ask where the company is: the team covers {place}",
    },
    "place_coarse": {
        "sv": "Fråga i vilken kommun företaget ligger: teamet täcker {place}",
        "en": "Ask which municipality the company is in: the team covers {place}",
    },
    "place_astray": {
        "sv": "Fråga i vilket län företaget ligger: teamet täcker {place}",
        "en": "Ask which county the company is in: the team covers {place}",
    },
    "territory_missing": {
        "sv": "Har inte angett vilket område teamet täcker",
        "en": "Has not stated which area the team covers",
    },
    "desk": {"sv": "Ingår i {desk}", "en": "Is part of {desk}"},
    "desk_outside": {"sv": "Ingår inte i {desk}", "en": "Is not part of {desk}"},
    "criteria": {"sv": "Företaget uppfyller kraven", "en": "The company meets the requirements"},
    "criteria_failed": {
        "sv": "{whose}: {condition}{stated}",
        "en": "{whose}: {condition}{stated}",
    },
    "criteria_unknown": {
        "sv": "Fråga: {question} {whose}: {condition}",
        "en": "Ask: {question} {whose}: {condition}",
    },
    "criteria_manual": {
        "sv": "Bedöms av {who}: {condition}",
        "en": "Decided by {who}: {condition}",
    },
    "language": {"sv": "Talar {language}", "en": "Speaks {language}"},
    "language_missing": {"sv": "Talar inte {language}", "en": "Does not speak {language}"},
    "language_unstated": {
        "sv": "Har inte angett att teamet talar {language}",
        "en": "Has not stated that the team speaks {language}",
    },
    "room": {
        "sv": "Har plats: {load} av {capacity} {cases}",
        "en": "Has room: {load} of {capacity} {cases}",
    },
    "full": {
        "sv": "Fullt: {load} av {capacity} {cases}",
        "en": "Full: {load} of {capacity} {cases}",
    },
    "load": {"sv": "Har {load} pågående {cases}", "en": "Has {load} open {cases}"},
    "inactive": {"sv": "Teamet tar inte emot ärenden", "en": "The team takes no cases"},
    "absent": {"sv": "Frånvarande {until}", "en": "Away {until}"},
    "absent_substituted": {
        "sv": "Frånvarande {until}, {substitute} ersätter",
        "en": "Away {until}, {substitute} stands in",
    },
    "absent_unfit": {
        "sv": "Frånvarande {until}; {substitute} ersätter men kan inte ta ärendet",
        "en": "Away {until}; {substitute} stands in but cannot take the case",
    },
    "stands_in": {
        "sv": "Ersätter {team}, som är frånvarande {until}",
        "en": "Stands in for {team}, who are away {until}",
    },
}


def sentence(reason: Reason, language: str) -> str:
    """The reason as one plain sentence, without a full stop.

    Args:
        reason: the reason.
        language: ``sv``, otherwise English.
    """
    return spoken(SENTENCES[reason.code], reason.parameters, language)


def spoken(pattern: Words, parameters: Mapping[str, str | int | Words], language: str) -> str:
    """A pattern filled in, each parameter in the language asked for."""
    known = "sv" if language == "sv" else "en"
    told = {name: _in_language(value, known) for name, value in parameters.items()}
    return pattern[known].format_map(told)


def _in_language(value: str | int | Words, language: str) -> str | int:
    if isinstance(value, str | int):
        return value
    return value.get(language) or next(iter(value.values()), "")


def as_document(reason: Reason) -> dict[str, Any]:
    """The reason as JSON, which ``from_document`` reads back to the same reason."""
    document: dict[str, Any] = {"code": reason.code, "side": reason.side.value}
    if reason.parameters:
        document["parameters"] = {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in reason.parameters.items()
        }
    if reason.about:
        document["about"] = reason.about
    if reason.fields:
        document["fields"] = list(reason.fields)
    return document


def from_document(document: Mapping[str, Any]) -> Reason:
    """A reason that was kept.

    Raises:
        KeyError: it has no code or side.
        ValueError: the side is not known.
    """
    return Reason(
        code=document["code"],
        side=Side(document["side"]),
        parameters=document.get("parameters", {}),
        about=document.get("about", ""),
        fields=tuple(document.get("fields", ())),
    )
