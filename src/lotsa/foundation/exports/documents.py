"""Documents to keep: PDF/A made from a page's markup, with nothing fetched from anywhere.

Loaded on its own, since the renderer takes seconds to load and needs system libraries (Pango).
"""

from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

VARIANT: Final = "pdf/a-3u"
"""ISO 19005-3, conformance level U: every sign can be read as Unicode."""

_STATIC: Final = "static:"
_PAGE: Final = (
    '<!doctype html><html lang="{}" dir="{}"><head><meta charset="utf-8"><title>{}</title>'
    '<link rel="stylesheet" href="static:lotsa/document.css"></head><body>{}</body></html>'
)


class DocumentsUnavailable(RuntimeError):
    """This machine lacks the libraries that documents are made with."""


def pdf_a(html: SafeString, title: str, language: str) -> bytes:
    """A PDF/A-3u document, tagged for screen readers; the same input gives the same bytes.

    Pictures and styles come from `static:` (our own static files, as in
    `<img src="static:lotsa/mark.svg" alt="…">`) or `data:`; every other address is refused and the
    picture's `alt` is printed instead. Links to the web stay links, and are not followed.

    Args:
        html: what stands in the body, escaped already, as a template gives it.
        title: of the document; nothing personal, since systems show it in lists.
        language: code of the language it is written in, such as "sv".

    Raises:
        KeyError: no such language is known.
        DocumentsUnavailable: the renderer or a system library that it needs is missing.
    """
    # The renderer's own libraries are found when it is loaded, by the first document.
    try:
        from weasyprint import HTML  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise DocumentsUnavailable(
            "Documents need WeasyPrint and the system library Pango; see docs/operating.md."
        ) from error
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    page = format_html(_PAGE, language, direction, title, html)
    document = HTML(string=page, url_fetcher=_own_files_only())
    made: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    return made


def _own_files_only() -> "URLFetcher":
    """What hands the renderer our own static files and what stands in the markup, nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415  see pdf_a

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            """Read what is ours; refuse all else."""
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = finders.find(url.removeprefix(_STATIC)) if url.startswith(_STATIC) else None
            if not path:
                raise ValueError("Only our own files may stand in a document.")
            media_type, _ = guess_type(path)
            headers = {"Content-Type": media_type or "application/octet-stream"}
            return URLFetcherResponse(url, Path(path).read_bytes(), headers)

    return OwnFiles(allowed_protocols=("data",), allow_redirects=False)
