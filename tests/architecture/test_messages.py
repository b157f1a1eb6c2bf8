import re

import polib
import pytest
from django.conf import settings

from tests.architecture.messages import ROOT, in_all_sources, in_python, in_template

OTHER_LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")


@pytest.fixture(params=OTHER_LANGUAGES)
def catalogue(request):
    return polib.pofile(str(ROOT / "locale" / request.param / "LC_MESSAGES" / "django.po"))


def test_every_message_is_translated(catalogue):
    known = {(e.msgctxt, e.msgid) for e in catalogue if e.translated() and not e.obsolete}
    missing = {words: path for words, path in in_all_sources().items() if words not in known}

    assert not missing


def test_no_translation_is_uncertain_or_left_over(catalogue):
    used = in_all_sources()

    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    assert [e.msgid for e in catalogue if not e.obsolete and (e.msgctxt, e.msgid) not in used] == []


def test_a_translation_has_the_same_places_to_fill(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue
        if entry.translated()
        and not entry.msgid_plural
        and set(PLACE.findall(entry.msgid)) != set(PLACE.findall(entry.msgstr))
    ]

    assert not wrong


def test_messages_are_found_in_python_and_templates():
    python = "x = _('Find') + ngettext('one', 'many', n) + pgettext('verb', 'Go') + _(unknown)"
    assert set(in_python(python)) == {(None, "Find"), (None, "one"), ("verb", "Go")}
    template = (
        "{% load i18n %}{% translate 'Go' context 'verb' %}"
        "{% blocktranslate %}She's in{% endblocktranslate %}"
        "{% blocktranslate trimmed count n=n %}one {{ n }}{% plural %}many {{ n }}{% endblocktranslate %}"
    )
    assert (None, "one %(n)s") in list(in_template(template))
    assert {("verb", "Go"), (None, "She's in")} <= set(in_template(template))
