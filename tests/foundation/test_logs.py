import logging

import pytest
from django.conf import settings

from lotsa.foundation.web.logs import HideSecrets


@pytest.mark.parametrize(
    ("said", "args", "kept"),
    [
        ("Internal Server Error: %s", ("/sparat/abc-DEF_1/",), "Internal Server Error: /sparat/…/"),
        ("GET /en/saved/abc/delete/ 500", (), "GET /en/saved/…/delete/ 500"),
        ('"GET /sparat/abc?x=1" 200', (), '"GET /sparat/…?x=1" 200'),
        ("GET /stoppa-mejl/eJyL:Vb-1/ 200", (), "GET /stoppa-mejl/…/ 200"),
        ("POST /en/stop-mail/eJyL:Vb-1/ 200", (), "POST /en/stop-mail/…/ 200"),
        ("GET /svar/ 200", (), "GET /svar/ 200"),
        ("100 %", (), "100 %"),
    ],
)
def test_a_links_token_never_reaches_the_log(said, args, kept):
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, said, args, None)

    before = settings.LOGGING["filters"]["secrets"]["before"]
    assert HideSecrets(before).filter(record)
    assert record.getMessage() == kept
