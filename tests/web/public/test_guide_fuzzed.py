import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.guide import MARCH_APRIL, RESTAURANT, Walk

pytestmark = pytest.mark.usefixtures("facts")

FIELDS = st.sampled_from(
    [
        *("employees", "turnover_sek", "founded_on", "legal_form", "rents_premises", "sni"),
        *("municipality", "region", MARCH_APRIL, "language_preference", "vat_period"),
    ]
)
# Whatever a browser can send; a lone surrogate or a nought byte is not among it.
WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=70) | st.from_regex(
    r"[-−]?[0-9 .,'–%]{1,20}(mkr|tkr|kr|%|e9)?", fullmatch=True
)


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(
    key=FIELDS,
    answers=st.lists(WRITTEN, max_size=3),
    more=st.dictionaries(
        st.sampled_from(["dont_know", "search", "suggest", "query", "orgnr", "then", "anchor"]),
        WRITTEN,
        max_size=3,
    ),
    peer=st.integers(0, 2**24),
)
def test_whatever_is_posted_is_answered(client, key, answers, more, peer):
    # Each from an address of its own, so that it is the page and not the rate limit that answers.
    client.defaults["REMOTE_ADDR"] = f"10.{peer >> 16}.{peer >> 8 & 255}.{peer & 255}"
    walk = Walk(client, "sv")
    page = walk.reply(key, *answers, follow=False, **more)

    assert page.status_code in {200, 302, 404, 422}
    assert walk.get("answer").status_code == 200
    json.dumps(walk.told)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(words=st.text(max_size=200) | st.just(RESTAURANT["sv"]), data=st.data())
def test_whatever_is_said_and_confirmed_is_answered(client, words, data):
    peer = data.draw(st.integers(0, 2**24))
    client.defaults["REMOTE_ADDR"] = f"10.{peer >> 16}.{peer >> 8 & 255}.{peer & 255}"
    walk = Walk(client, "sv")
    assert walk.say(words.encode("utf-8", "replace").decode()).status_code in {200, 422}
    posted = data.draw(
        st.dictionaries(
            st.sampled_from(["facts", "needs", "period_0", "period_3", "x"]), st.lists(WRITTEN)
        )
    )
    assert walk.post("heard", **posted).status_code == 200
