"""A coordinator sorts: a case nobody covers, why a team was not chosen, and one question twice."""

import re
import time

from tests.e2e.person import PHONE_AND_DESK

pytestmark = [PHONE_AND_DESK]

NOBODY = (
    "Nobody in the directory covers this. It stands on your board as a gap until somebody does."
)
TRAINING = {"sv": "Vi vill utbilda personalen.", "en": "We want to train our staff."}


def ask_at_the_desk(company, mail, need, words):
    """Ask at a region's desk; gives the number of the case."""
    company.go("public:desk", "foretagsstod-sormland")
    company.press("Ask a question")
    company.page.locator("main [name=municipality]").select_option("0484")
    company.fill(description=words, contact_name="Lo Påhitt", contact_email=mail)
    company.fill(company_name=f"Kursgården {company.visitor.language} AB")
    if not company.page.locator(f"input[name=needs][value={need}]").is_visible():
        company.unfold("Choose what it is about, if you know")
    company.tick("needs", need)
    company.tick("consent", "yes")
    time.sleep(3)  # quicker than that is held back as written by a machine
    company.press("Send the question")
    return company.page.locator("h1 + .lead strong").inner_text()


def test_a_case_nobody_covers_is_sent_on_by_hand_and_a_repeat_is_merged(someone):
    company, sam = someone(), someone()
    mail = f"lo-{company.visitor.language}@example.com"
    words = TRAINING[company.visitor.language]
    first = ask_at_the_desk(company, mail, "skills_training", words)

    # On the list, loudly; why a team of another county was not chosen; sent on all the same.
    sam.sign_in_as("Sam Samordnare")
    sam.go("coordinator:triage")
    sam.fill(q=first)
    sam.press("Show")
    sam.follow_named(f"Kursgården {company.visitor.language} AB")
    sam.sees(words, NOBODY)
    sam.go("coordinator:teams", first)
    sam.fill(q="Företagsutveckling")
    sam.press("Show")
    sam.sees("Företagsutveckling", "Alfred Nobel")
    sam.fill(q="Tillväxtteamet")
    sam.press("Show")
    sam.follow_named(re.compile(f"{sam.words('Choose anyway')}.*Tillväxtteamet"))
    sam.page.get_by_role("checkbox", name="Tillväxtteamet").check()
    sam.fill(note="Kan ni lotsa dem till en utbildning?")
    sam.press("Send to those ticked")
    sam.sees("Who has been asked", "Tillväxtteamet")

    # The same company asks the same again: seen side by side, merged; its link still works.
    again = ask_at_the_desk(company, mail, "skills_training", words)
    company.follow("Open your page")
    second_page = company.page.url
    sam.go("coordinator:sort", again)
    sam.sees("May be the same", first)
    sam.follow_named(re.compile(f"{sam.words('Merge into this one')}.*{first}"))
    sam.sees("What goes over")
    sam.press("Merge into %(kept)s", kept=first)
    sam.go("coordinator:sort", again)
    sam.sees(sam.words("This case is now part of %(reference)s.", reference=first))
    company.go_to(second_page)
    company.sees(first)

    # The rest of what a coordinator looks at.
    for page in ("board", "figures", "export", "mail"):
        sam.go(f"coordinator:{page}")
