"""Names of languages inside a sentence, for reasons. The directory itself takes any code."""

from collections.abc import Mapping
from typing import Final

ALWAYS_SPOKEN: Final = "sv"
"""Every team is taken to speak Swedish. No other language is taken for granted."""

_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "am": ("amhariska", "Amharic"),
    "ar": ("arabiska", "Arabic"),
    "bs": ("bosniska", "Bosnian"),
    "da": ("danska", "Danish"),
    "de": ("tyska", "German"),
    "en": ("engelska", "English"),
    "es": ("spanska", "Spanish"),
    "et": ("estniska", "Estonian"),
    "fa": ("persiska", "Persian"),
    "fi": ("finska", "Finnish"),
    "fr": ("franska", "French"),
    "hr": ("kroatiska", "Croatian"),
    "hu": ("ungerska", "Hungarian"),
    "is": ("isländska", "Icelandic"),
    "it": ("italienska", "Italian"),
    "ku": ("kurdiska", "Kurdish"),
    "lt": ("litauiska", "Lithuanian"),
    "lv": ("lettiska", "Latvian"),
    "nl": ("nederländska", "Dutch"),
    "no": ("norska", "Norwegian"),
    "pl": ("polska", "Polish"),
    "prs": ("dari", "Dari"),
    "ps": ("pashto", "Pashto"),
    "pt": ("portugisiska", "Portuguese"),
    "ro": ("rumänska", "Romanian"),
    "rom": ("romani", "Romani"),
    "ru": ("ryska", "Russian"),
    "se": ("nordsamiska", "Northern Sami"),
    "so": ("somaliska", "Somali"),
    "sq": ("albanska", "Albanian"),
    "sr": ("serbiska", "Serbian"),
    "sv": ("svenska", "Swedish"),
    "th": ("thailändska", "Thai"),
    "ti": ("tigrinska", "Tigrinya"),
    "tr": ("turkiska", "Turkish"),
    "uk": ("ukrainska", "Ukrainian"),
    "vi": ("vietnamesiska", "Vietnamese"),
    "zh": ("kinesiska", "Chinese"),
}

CODES: Final = tuple(_NAMES)
"""Codes of the languages that have a name here."""


def language_name(code: str, language: str) -> str:
    """The name of the language ``code`` in Swedish or English, else the code itself."""
    names = _NAMES.get(code)
    return code if names is None else names[0 if language == "sv" else 1]
