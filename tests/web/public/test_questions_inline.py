import pytest

from tests.support.guide import Walk, entry, listed

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(params=["sv", "en"])
def walk(client, request):
    return Walk(client, request.param)


class TestAmongTheAnswers:
    """Questions answered right where they stand on the answer page."""

    def restaurant(self, walk):
        return walk.restaurant("liquidity", "rent")

    def test_an_answer_leads_back_to_its_measure_and_says_what_changed(self, walk):
        page = self.restaurant(walk)
        measure = next(
            one
            for group in page.context["page"].groups.values()
            for one in group.entries
            if one.ask and one.ask.field.type == "boolean" and one.standing.value == "maybe"
        )
        then = {"then": "answer", "anchor": measure.id}

        done = walk.reply(measure.ask.key, "true", follow=False, **then)
        assert done.url == f"{walk.address('answer')}?changed={measure.id}#m-{measure.id}"
        page = walk.client.get(done.url)

        html = page.content.decode()
        assert page.context["status"].startswith(entry(page, measure.id).name)
        counts = listed(page)
        sums = {
            "sv": f"{len(counts['now'])} stöd kan sökas nu, {len(counts['maybe'])} kräver fler",
            "en": f"{len(counts['now'])} kind",
        }[walk.language]
        assert sums in page.context["status"]
        assert f'<div id="live" class="sr-only" role="status">{page.context["status"]}' in html
        assert html.count("autofocus") == 1
        assert f'id="m-{measure.id}" data-changed>\n  <h3 tabindex="-1" autofocus>' in html

    def test_one_that_rules_a_measure_out_unfolds_its_reasons(self, walk):
        self.restaurant(walk)
        then = {"then": "answer", "anchor": "nedsatta-egenavgifter-2020"}
        page = walk.reply("legal_form", "aktiebolag", **then)

        assert entry(page, "nedsatta-egenavgifter-2020").standing.value == "not"
        assert '<details class="fold" open><summary>' in page.content.decode()
        assert page.content.decode().count("autofocus") == 1

    def test_a_measure_that_leaves_the_page_leaves_the_focus_on_the_heading(self, walk):
        self.restaurant(walk)
        page = walk.get("answer", changed="almi-mikrolan")

        assert not any("almi-mikrolan" in measures for measures in listed(page).values())
        assert '<h1 tabindex="-1" autofocus>' in page.content.decode()
        assert page.context["status"]

    def test_a_page_merely_opened_moves_no_focus_and_says_nothing(self, walk):
        page = self.restaurant(walk)

        assert "autofocus" not in page.content.decode()
        assert page.context["status"] == ""

    def test_where_script_asked_a_fault_takes_the_whole_page_to_the_question(self, walk):
        self.restaurant(walk)
        page = walk.reply(
            "turnover_sek", "much", then="answer", anchor="x", headers={"HX-Request": "true"}
        )

        assert page.status_code == 422
        assert page.headers["HX-Retarget"] == "#main"
        assert page.headers["HX-Reselect"] == "#main"
        assert page.headers["HX-Push-Url"].endswith("/turnover_sek/?then=answer")
        assert page.context["drawn"].value == "much"
        assert '<section class="error-summary"' in page.content.decode()
        assert "HX-Retarget" not in walk.reply("turnover_sek", "much", then="answer").headers
