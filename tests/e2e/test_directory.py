"""A manager keeps the own entries, and a coordinator sets up a desk companies then find."""

from django.utils import translation

from lotsa.foundation.exports import csv_file
from lotsa.usecases.directory import columns
from tests.e2e.person import PHONE_AND_DESK

pytestmark = [PHONE_AND_DESK]


def sheet(language, *rows):
    """A CSV file of organisations and teams, with the headings of a language."""
    with translation.override(language):
        named = dict(zip(columns.HEADINGS, columns.columns(), strict=True))
        headings = [named["organisation"], named["team"]]
        content = csv_file(headings, rows)
    return {"name": "team.csv", "mimeType": "text/csv", "buffer": content}


def test_a_manager_keeps_a_team_and_brings_in_another_from_a_sheet(someone):
    alex = someone()
    page, language = alex.page, alex.visitor.language
    alex.sign_in_as("Alex Ansvarig")
    alex.go("manager:directory")
    alex.follow_named("Startrådgivningen")
    alex.sees("Which cases would come to us")

    # What the team helps with, in own words.
    alex.follow("Change what the team helps with")
    page.locator("main input[name=areas][value=loans]").check()
    field = page.locator("[name=sv_loans]")
    if not field.is_visible():
        page.locator("main details").filter(has=field).locator("summary").click()
    field.fill(f"Inför samtalet med banken ({language})")
    alex.press("Save")
    alex.sees(f"Inför samtalet med banken ({language})")

    # Days away: wrong way round first.
    alex.follow("Change days away")
    alex.fill(first="2020-07-20", last="2020-07-06")
    alex.press("Add", refused=True)
    alex.fill(first="2020-07-06", last="2020-07-20", note="Semester")
    alex.press("Add")
    alex.sees("Semester")
    alex.press_named(alex.words("The team is back"))
    alex.sees("No days planned.")

    # A sheet with a row that cannot be, then the right one.
    actor = "NyföretagarCentrum i Sörmland (fyra)"
    alex.go("manager:import_sheet")
    page.locator("#sheet").set_input_files(
        sheet(language, [actor, f"Nya gruppen {language}"], ["Finns inte alls", "Gruppen"])
    )
    alex.press("Show what would change")
    alex.sees("Nothing is written until every row is right.")
    alex.follow("Choose another file")
    page.locator("#sheet").set_input_files(sheet(language, [actor, f"Nya gruppen {language}"]))
    alex.press("Show what would change")
    alex.sees(f"Nya gruppen {language}")
    alex.press("Write the changes")
    alex.go("manager:directory")
    alex.sees(f"Nya gruppen {language}")


def test_a_coordinator_sets_up_a_desk_and_companies_find_it(someone):
    sam, company = someone(), someone()
    page, language = sam.page, sam.visitor.language
    name = {"sv": "Krisjouren för krogar", "en": "The restaurants' helpline"}[language]
    sam.sign_in_as("Sam Samordnare")
    sam.go("desks:desks")
    sam.follow("Set up a desk")
    sam.press("Go on to choose teams", refused=True)
    sam.fill(name_sv=name, name_en=name, intro_sv="Berätta vad som har hänt.")
    page.locator("main select[name=territory]").select_option("04")
    sam.tick("areas", "liquidity")
    sam.press("Go on to choose teams")
    page.get_by_role("checkbox", name="Företagsakuten").check()
    sam.press("Save")
    sam.sees("Nobody but you can see the desk yet.")
    sam.press("Open the desk")
    sam.sees("Open")

    company.go("public:desks")
    company.follow_named(name)
    company.sees("Berätta vad som har hänt.")
    company.press("Ask a question")
    company.sees(name)
    for page_name in ("rules", "coverage"):
        sam.go(f"desks:{page_name}")
