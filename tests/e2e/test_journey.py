"""The whole way from own words to answers, as a restaurant in Eskilstuna goes it in May 2020."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.site import ROOT

SIE = ROOT / "src" / "lotsa" / "data" / "demo" / "restaurang.se"
WORDS = {
    "sv": "Vi driver en restaurang i Eskilstuna med 12 anställda och har tappat 60 % av "
    "omsättningen.",
    "en": "We run a restaurant in Eskilstuna with 12 employees and have lost 60 per cent of our "
    "turnover.",
}


class Guide:
    """What a visitor does in the guide, with the page looked over after each step."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page

    def sv(self, swedish, english):
        """The words in the visitor's language."""
        return swedish if self.visitor.language == "sv" else english

    def send(self, name):
        """Press the button with these words and look over the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.look()

    def follow(self, name, within="main", exact=True):
        """Follow the link with these words and look over the page that comes."""
        with self.page.expect_navigation():
            link = self.page.locator(within).get_by_role("link", name=name, exact=exact)
            link.first.click()
        self.look()

    def look(self):
        """Nothing wrong with the page as it stands."""
        self.visitor.look_over()
        assert self.page.locator("h1").count() == 1
        assert self.page.title().endswith(" – Lotsa")

    def describe(self):
        """Say what it is about in own words and confirm all that was heard."""
        self.visitor.open("/")
        self.look()
        self.page.locator("#id_words").fill(WORDS[self.visitor.language])
        self.send(self.sv("Fortsätt", "Continue"))
        heard = self.page.locator("main").inner_text()
        for fact in ("Eskilstuna", "12", "60"):
            assert fact in heard
        need = self.page.locator("input[name=needs][value=liquidity]")
        if not need.is_visible():
            self.page.locator("summary").filter(
                has_text=self.sv("Något annat", "Something else")
            ).click()
        need.check()
        self.look()
        self.send(self.sv("Det stämmer, fortsätt", "That is right, continue"))

    def answer_one(self):
        """Answer the question on the page: no, the first alternative, or not known."""
        main = self.page.locator("main")
        no = main.locator("input[type=radio][value=false]")
        if no.count():
            no.check()
        elif main.locator("input[type=radio][value=aktiebolag]").count():
            main.locator("input[type=radio][value=aktiebolag]").check()
        else:
            self.send(self.sv("Vet inte", "I do not know"))
            return
        self.send(self.sv("Fortsätt", "Continue"))

    def number(self, anchor):
        """The number at the top of the answer page that counts a list."""
        tile = self.page.locator(f"main a.tile[href='#{anchor}'] .tile-number")
        return int(tile.inner_text()) if tile.count() else 0


@pytest.fixture
def guide(visitor):
    return Guide(visitor)


def test_a_restaurant_finds_what_it_can_get(guide, browser):
    began = time.monotonic()
    page, sv = guide.page, guide.sv
    guide.describe()

    # Questions, one at a time, and one step back without loss.
    first = page.locator("h1").inner_text()
    guide.answer_one()
    guide.follow(sv("Tillbaka", "Back"))
    assert page.locator("h1").inner_text() == first
    guide.answer_one()
    guide.answer_one()

    # The bookkeeping instead of a question: shown first, used when the visitor says so.
    guide.follow(sv("Visa svar nu", "Show the answers now"))
    guide.follow(sv("Använd en SIE-fil från bokföringen", "Use a SIE file"), exact=False)
    page.locator("input[type=file]").set_input_files(SIE)
    guide.send(sv("Räkna på filerna", "Count from the files"))
    assert page.locator("table").count() >= 1
    guide.send(sv("Använd siffrorna", "Use the figures"))

    # The answers.
    assert guide.number("now") >= 2
    waiting = guide.number("maybe")
    assert waiting
    answer_inline(guide)
    assert guide.number("maybe") <= waiting

    # A measure, and back.
    name = page.locator("#now h3 a").first.inner_text()
    guide.follow(name, within="#now")
    assert page.locator("h1").inner_text() == name
    page.go_back()
    guide.look()
    assert page.locator("#now h3 a").first.inner_text() == name

    # The clock: on 1 July the reorientation support is open.
    opens = page.locator("#m-omstallningsstod")
    assert opens.locator("xpath=ancestor::section").get_attribute("id") == "later"
    move_the_clock(guide, "2020-07-01")
    assert opens.locator("xpath=ancestor::section").get_attribute("id") in {"now", "maybe"}
    assert sv("ansök senast 31\u00a0augusti", "apply by 31\u00a0August") in opens.inner_text()

    # Another language in the middle, and nothing is lost.
    told = page.locator(".situation dd").count()
    other = "English" if guide.visitor.language == "sv" else "Svenska"
    guide.visitor.language = {"sv": "en", "en": "sv"}[guide.visitor.language]
    guide.follow(other, within="header")
    assert page.locator(".situation dd").count() == told
    assert "Eskilstuna" in page.locator(".situation").inner_text()

    took = time.monotonic() - began
    print(f"The journey took {took:.1f} s of machine time, every page looked over.")  # noqa: T201


def answer_inline(guide):
    """Answer a yes-or-no question where it stands among the answers."""
    page = guide.page
    entry = page.locator("#maybe .entry").filter(has=page.locator("form button[value=true]")).first
    measure = entry.get_attribute("id")
    entry.locator("button[value=true]").click()
    if guide.visitor.javascript:
        changed = page.locator(f"#{measure} h3, h1").and_(page.locator(":focus"))
        changed.wait_for()
        said = page.locator("#live").inner_text()
        assert re.search(guide.sv(r"\d+ stöd kan sökas nu, \d+", r"\d+ kinds? of support"), said)
        assert "changed" not in page.url
    else:
        page.wait_for_url(re.compile("changed="))
    guide.look()


def move_the_clock(guide, day):
    page = guide.page
    page.locator(".demo-bar summary").click()
    page.locator("#demo-date").fill(day)
    guide.look()
    guide.send(guide.sv("Ställ klockan", "Set the clock"))


@pytest.mark.parametrize("language", ["sv"])
@pytest.mark.parametrize("width", [320], ids=["narrow"])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_link_keeps_the_situation_until_it_is_deleted(guide, browser):
    page, sv = guide.page, guide.sv
    guide.visitor.open("/")
    page.locator("input[name=needs][value=rent]").check()
    guide.send(sv("Fortsätt med det valda", "Continue with what is chosen"))
    guide.answer_one()
    guide.follow(sv("Visa svar nu", "Show the answers now"))
    guide.send(sv("Få en länk för att fortsätta senare", "Get a link to continue later"))
    address = page.locator("#id_link").input_value()

    context = browser.new_context(java_script_enabled=guide.visitor.javascript)
    other = context.new_page()
    other.goto(address)
    assert other.locator("h1").count() == 1
    with other.expect_navigation():
        other.get_by_role("button", name=sv("Visa svaren", "Show the answers")).click()
    assert other.locator(".situation").count() == 1

    guide.follow(sv("Öppna länken", "Open the link"))
    guide.follow(
        sv("Ta bort länken och allt bakom den", "Delete the link and everything behind it")
    )
    guide.send(sv("Ja, ta bort", "Yes, delete it"))
    assert (
        sv("allt bakom den är borta", "everything behind it is deleted")
        in page.locator(".messages").inner_text()
    )
    assert other.goto(address).status == 404
    context.close()


@pytest.mark.parametrize("width", [320], ids=["narrow"])
@pytest.mark.parametrize("javascript", [True], ids=["script"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_question_has_room_on_a_phone(guide):
    page, sv = guide.page, guide.sv
    for field in ("legal_form", "municipality", "founded_on", "turnover_sek", "rents_premises"):
        guide.visitor.open(f"{sv('/fraga/', '/question/')}{field}/")
        guide.look()
    guide.visitor.open(f"{sv('/fraga/', '/question/')}sni/")
    page.locator("#id_query").fill(sv("krog", "restaurant"))
    with page.expect_navigation():
        page.locator("#id_query").press("Enter")
    guide.look()
    assert page.locator("input[name=answer]").first.is_checked()
    guide.visitor.expected.add(422)
    guide.visitor.open(f"{sv('/fraga/', '/question/')}founded_on/")
    page.locator("input[name=answer]").fill("x" * 40)
    guide.send(sv("Fortsätt", "Continue"))
    assert page.locator("input[name=answer]").input_value() == "x" * 40
    assert page.title().startswith(sv("Fel: ", "Error: "))


@pytest.mark.parametrize("width", [320, 1280], ids=["narrow", "wide"])
@pytest.mark.parametrize("javascript", [True], ids=["script"])
@pytest.mark.parametrize("language", ["sv"])
def test_a_visitor_looks_around(guide):
    """The catalogue by a word with a typo, an organisation, and the guide's first page again."""
    page = guide.page
    guide.visitor.open("/")
    guide.follow("Stöd A–Ö", within="header")
    search = page.locator("main input[name=q], main input[type=search]").first
    search.fill("omstälningstöd")
    with page.expect_navigation():
        search.press("Enter")
    guide.look()
    assert "Omställningsstöd" in page.locator("main").inner_text()
    guide.follow("Aktörer", within="header")
    actors = page.locator("main a[href*='/aktorer/']:not(svg a):visible")
    name = actors.first.inner_text()
    guide.follow(name)
    assert page.locator("h1").inner_text() == name


@pytest.mark.parametrize("width", [1280], ids=["wide"])
@pytest.mark.parametrize("javascript", [True], ids=["script"])
@pytest.mark.parametrize("language", ["sv"])
def test_a_keyboard_is_enough(guide):
    page = guide.page
    guide.visitor.open("/")
    reach(page, "#id_words")
    page.keyboard.type(WORDS["sv"])
    press_key(guide, "button[type=submit]", "Enter")
    reach(page, "input[name=needs][value=liquidity]")
    if not page.locator(":focus").is_checked():
        page.keyboard.press("Space")
    press_key(guide, "main button[type=submit]", "Enter")
    # The answers, by way of a question left unanswered.
    press_key(guide, "main a[href$='/svar/']", "Enter")
    before = page.locator("#live").inner_text()
    assert before == ""
    reach(page, "#maybe button[value=true]")
    page.keyboard.press("Space")
    expect(page.locator("#live")).not_to_be_empty()
    page.locator("h3:focus, h1:focus").wait_for()
    assert outlined(page), "the focus is seen where the answer led"
    guide.look()
    # From there on, the next stop is the measure's own link, not the top of the page.
    measure = page.locator(":focus").inner_text()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == measure


def outlined(page):
    """Is the element with the focus drawn with an outline?"""
    return page.evaluate(
        """() => {
          const e = document.activeElement;
          // The skip link shows itself only while it has the focus.
          if (e.matches('.ds-skip-link')) { return e.getBoundingClientRect().height > 20; }
          const style = getComputedStyle(e.closest('.choice') ?? e);
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        }"""
    )


def reach(page, selector, stops=120):
    """Press Tab until the focus is on what `selector` names; every stop must be seen."""
    for _ in range(stops):
        page.keyboard.press("Tab")
        if page.locator(":focus").count() == 0:
            continue
        assert outlined(page), page.locator(":focus").evaluate("e => e.outerHTML.slice(0, 200)")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def press_key(guide, selector, key):
    reach(guide.page, selector)
    with guide.page.expect_navigation():
        guide.page.keyboard.press(key)
    guide.look()


@pytest.mark.parametrize("width", [1280], ids=["wide"])
@pytest.mark.parametrize("javascript", [True], ids=["script"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_on_paper_every_reason_is_unfolded_and_no_button_is_left(guide):
    page = guide.page
    guide.describe()
    guide.follow(guide.sv("Visa svar nu", "Show the answers now"))
    page.emulate_media(media="print")

    assert page.locator("#not .entry").last.is_visible()
    assert page.locator("main table").last.is_visible()
    shown = [b.inner_text() for b in page.locator("button, .ds-button").all() if b.is_visible()]
    assert shown == []
    assert page.locator(".situation").is_visible()
    assert not page.locator(".site-nav").is_visible()
