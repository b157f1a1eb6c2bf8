"""Where somebody has said who they are, and comes to the matter."""

import pytest

from lotsa.core.hearing.facts import hear_facts
from lotsa.core.hearing.introduction import introduction_end
from lotsa.foundation.text.lexicon import lexicon


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Vi driver en restaurang. Hyran är för hög.", "Hyran är för hög."),
        ("Hej! Vi driver en restaurang. Hyran är för hög.", "Hyran är för hög."),
        ("Vi har ett hotell i Åre med 40 anställda och behöver låna.", "och behöver låna."),
        ("We run a small hotel. Nobody comes.", "Nobody comes."),
        # Nothing comes after it, or it does not come first, or it is asked and not told.
        ("Vi driver en restaurang i Eskilstuna.", None),
        ("Hyran är för hög. Det gör ont. Vi driver en restaurang. Vad gör vi?", None),
        ("Får man öppna en restaurang? Vi undrar.", None),
        ("Hyran är för hög och kassan är tom.", None),
        ("", None),
    ],
)
def test_the_matter_begins_after_the_clause_that_tells_the_trade(text, matter):
    language = "en" if text.startswith("We ") else "sv"
    end = introduction_end(text, hear_facts(text, language, lexicon()))

    assert (text[end:].strip() if end else None) == matter
