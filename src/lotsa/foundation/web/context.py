"""What every template may count on."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation

from lotsa.foundation import clock


@dataclass(frozen=True)
class LanguageLink:
    """One language the page can be read in.

    Attributes:
        code: such as "sv", for `lang` and `hreflang`.
        name: the language's name in itself.
        url: this same page in that language.
        current: whether the page is shown in it now.
    """

    code: str
    name: str
    url: str
    current: bool


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The same page in each language, in the order of the settings.

    The query string is kept for GET; the page after a POST is linked without it.
    """
    here = request.get_full_path() if request.method == "GET" else request.path
    now = translation.get_language()
    return [
        LanguageLink(code, name, here if code == now else translate_url(here, code), code == now)
        for code, name in settings.LANGUAGES
    ]


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: language, text direction, the demo's clock.

    Gives `language_code`, `dir` ("ltr" or "rtl"), `languages` (LanguageLink), `demo` (bool),
    `today` (the day decisions are made as of), `demo_default` (the day the demo starts at),
    `gallery` (whether the component gallery exists) and `origin` (the public address).
    """
    demo_default: datetime.date = settings.LOTSA_DEMO_DATE
    return {
        "language_code": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": language_links(request),
        "demo": settings.LOTSA_DEMO,
        "today": clock.today(),
        "demo_default": demo_default,
        "gallery": settings.LOTSA_GALLERY,
        "origin": settings.LOTSA_ORIGIN,
    }
