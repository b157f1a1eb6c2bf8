import gettext
import os

from tools.messages import compile_all

SOURCE = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "one"
msgstr "ett"

#, fuzzy
msgid "two"
msgstr "tre"
"""


def test_only_what_changed_is_compiled_and_the_uncertain_is_left_out(tmp_path):
    folder = tmp_path / "locale" / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(SOURCE, "utf-8")

    assert compile_all(tmp_path) == [folder / "django.mo"]
    with (folder / "django.mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert (words.gettext("one"), words.gettext("two")) == ("ett", "two")
    assert compile_all(tmp_path) == []

    later = (folder / "django.mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_all(tmp_path) == [folder / "django.mo"]
