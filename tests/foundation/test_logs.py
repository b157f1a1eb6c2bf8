import logging

import pytest

from lotsa.foundation.web.logs import HideSecrets


@pytest.mark.parametrize(
    ("said", "args", "kept"),
    [
        ("Internal Server Error: %s", ("/sparat/abc-DEF_1/",), "Internal Server Error: /sparat/…/"),
        ("GET /en/saved/abc/delete/ 500", (), "GET /en/saved/…/delete/ 500"),
        ('"GET /sparat/abc?x=1" 200', (), '"GET /sparat/…?x=1" 200'),
        ("GET /svar/ 200", (), "GET /svar/ 200"),
        ("100 %", (), "100 %"),
    ],
)
def test_a_links_token_never_reaches_the_log(said, args, kept):
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, said, args, None)

    assert HideSecrets(["/sparat/", "/saved/"]).filter(record)
    assert record.getMessage() == kept
