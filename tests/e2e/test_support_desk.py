"""The support desk as those who use it go through it, each in a browser of their own."""

import re
import time

from tests.e2e.person import PHONE_AND_DESK
from tests.support.uploads import PNG, pdf

pytestmark = [PHONE_AND_DESK]

WORDS = {
    "sv": "Vi driver en restaurang i Eskilstuna med 12 anställda. Kassan räcker i två veckor.",
    "en": "We run a restaurant in Eskilstuna with 12 employees. Our cash lasts for two weeks.",
}


# Two names, for what looks like a repeat is held for a coordinator.
NAME = {"sv": "Påhittade Krogen AB", "en": "Invented Dishes AB"}


def ask_from_the_guide(company, mail):
    """From own words in the guide to a question that is sent; gives the number of the case."""
    page = company.page
    company.go("public:start")
    company.fill(words=WORDS[company.visitor.language])
    company.press("Continue")
    need = page.locator("input[name=needs][value=liquidity]")
    if not need.is_visible():
        company.unfold("Something else")
    need.check()
    company.press("That is right, continue")
    company.follow("Show the answers now")
    company.follow("Talk with an adviser")
    company.sees("Eskilstuna", "12", "This follows along")

    # One need only, so that one team's answer is the case's.
    for other in page.locator("input[name=needs]:checked:not([value=liquidity])").all():
        other.uncheck()
    company.fill(contact_name="Kim Påhitt")
    company.press("Send the question", refused=True)
    company.fill(contact_email=mail, company_name=NAME[company.visitor.language])
    company.tick("consent", "yes")
    time.sleep(3)  # quicker than that is held back as written by a machine
    company.press("Send the question")
    company.sees("We have your question")
    return page.locator("h1 + .lead strong").inner_text()


def find(member, number):
    """Look a case up in the inbox and open it."""
    member.go("adviser:inbox")
    member.fill(words=number)
    member.press("Search")
    member.follow_named(NAME[member.visitor.language])


def upload(name, media_type, content):
    return {"name": name, "mimeType": media_type, "buffer": content}


def talk_with_files(company, robin, token):
    """A message each way with a file; one that is no picture is refused and no word is lost."""
    robin.page.locator("#talk textarea").fill("Hej! Kan ni skicka resultatrapporten?")
    plan = upload("Likviditetsplan.pdf", "application/pdf", pdf())
    robin.page.locator("#message_files").set_input_files(plan)
    robin.press("Send to the company")

    page = company.page
    company.go("company:case", token)
    company.sees("An answer from you is wanted", "Robin Rådgivare", "Likviditetsplan.pdf")
    with page.expect_download() as download:
        page.get_by_role("link", name="Likviditetsplan.pdf").click()
    assert download.value.suggested_filename == "Likviditetsplan.pdf"

    files = page.locator("main input[type=file]")
    company.fill(text="Den kommer här.")
    files.set_input_files(upload("rapport.png", "image/png", b"<script>alert(1)</script>"))
    company.press("Send the message", refused=True)
    assert page.locator("main [name=text]").input_value() == "Den kommer här."
    files.set_input_files(upload("rapport.png", "image/png", PNG))
    company.press("Send the message")
    company.sees("rapport.png")


def work_and_hand_over(robin, number):
    """A note, a task done, and over to the region's pilots, with a note."""
    robin.go("adviser:case", number)
    robin.sees("Den kommer här.", "rapport.png")
    robin.page.locator("#notes textarea").fill("Ringde. De vill ha hjälp att leda genom krisen.")
    robin.page.locator("#notes input[name=shared]").check()
    robin.press("Save the note")
    robin.unfold("Add a task")
    robin.fill(title="Ring banken", due_on="2020-05-08")
    robin.press("Add")
    robin.press_named(re.compile(f"{robin.words('Done:')}.*Ring banken"))

    robin.follow("Hand over to another team")
    robin.fill(q="Företagslotsen")
    robin.press("Search")
    lotsen = robin.page.get_by_role("radio", name=re.compile("Företagslotsen"))
    lotsen.check()
    robin.press("Hand over the case", refused=True)
    lotsen.check()
    robin.fill(note="De behöver stöd i ledningen också.")
    robin.press("Hand over the case")


def answer_how_it_went(company, token):
    """From the link in the mail, where one answer is given already."""
    company.go("company:follow_up", token, "first", contacted="yes")
    assert company.page.locator("input[name=contacted][value=yes]").is_checked()
    company.tick("useful", "4")
    company.tick("happened", "solved")
    company.fill(comment="Tack!")
    company.press("Send the answers")
    company.sees("Thank you for your answers")


def test_a_question_is_answered_handed_over_closed_and_followed_up(someone):
    company, robin, sam = someone(), someone(), someone()
    mail = f"kim-{company.visitor.language}@example.com"
    number = ask_from_the_guide(company, mail)

    # The receipt in the mailbox leads to the company's own page.
    receipt = "We have your question – %(reference)s"
    company.link_in_mail(mail, receipt, r"/(case|arende)/", reference=number)
    company.sees(number, "Messages")
    token = company.page.url.split("/")[-2]

    # An adviser of the emergency desk finds it in the inbox, takes it, and hands it over.
    robin.sign_in_as("Robin Rådgivare")
    find(robin, number)
    robin.sees(WORDS[company.visitor.language], "Eskilstuna", "Kim Påhitt")
    robin.unfold("Why your team got it")
    robin.press("Accept the case")
    talk_with_files(company, robin, token)
    work_and_hand_over(robin, number)

    # The one it was handed over to sees what was said, takes over, and closes.
    sam.sign_in_as("Sam Samordnare")
    find(sam, number)
    sam.sees("De behöver stöd i ledningen också.", "De vill ha hjälp att leda genom krisen.")
    sam.press("Accept the case")
    sam.press("I have talked with the company")
    sam.follow("Close")
    sam.press("Close", refused=True)
    sam.tick("outcome", "helped")
    sam.press("Close")

    # The company is told, answers how it went, and sees who has seen its case.
    company.mail(mail, "Your case %(reference)s is closed", reference=number)
    answer_how_it_went(company, token)
    company.go("company:case", token)
    company.unfold("Who has seen your case")
    company.sees("NyföretagarCentrum i Sörmland", "Region Sörmland")
    for page in ("facts", "contact", "own_data", "delete"):
        company.go(f"company:{page}", token)
