"""Small middlewares that hold for every page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from lotsa.foundation.once import one_reading
from lotsa.foundation.web.readonly import SAFE_METHODS

type_response = Callable[[HttpRequest], HttpResponse]


def language_from_path(get_response: type_response) -> type_response:
    """The address alone decides the language: /en/… is English, everything else Swedish.

    Django's own middleware also reads a cookie and Accept-Language, so the same link could show
    two readers two languages. A link in a letter must say the same to everyone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def personal_pages_stay(get_response: type_response) -> type_response:
    """A page made from what a visitor has told is kept by no cache, the browser's own included.

    The session is the only place where that lies, so a page that asked the session for anything
    counts as personal. A shared computer must not show it when the next person presses Back.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and request.session.accessed:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def read_in_one_go(get_response: type_response) -> type_response:
    """While a page is only read, what has been found once is not asked for again.

    Stands inside the guard against writes, which makes it true that nothing changes meanwhile.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return get_response(request)
        with one_reading():
            return get_response(request)

    return middleware


def security_headers(get_response: type_response) -> type_response:
    """Adds the headers Django has no setting for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
