"""The sentences of the checks, in Swedish and English, by the code of the fault."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Words(NamedTuple):
    """What is wrong and what to do, in both languages; ``{…}`` is filled in per fault."""

    message_sv: str
    message_en: str
    remedy_sv: str
    remedy_en: str


WORDS: Final[Mapping[str, Words]] = {
    "unreadable": Words(
        "Det går inte att läsa som regler: {what}.",
        "It cannot be read as rules: {what}.",
        "Jämför med den medföljande katalogen.",
        "Compare with the catalogue that comes with the system.",
    ),
    "wrong-type": Words(
        "”{key}” ska vara {wanted_sv}.",
        '"{key}" must be {wanted_en}.',
        "Skriv om värdet. Sätt text som liknar tal eller ja/nej inom citattecken.",
        "Rewrite the value. Quote text that looks like a number or yes/no.",
    ),
    "wrong-date": Words(
        "”{key}” är inget datum.",
        '"{key}" is not a date.',
        "Skriv datumet som år-månad-dag, till exempel '2020-05-31', eller null.",
        "Write the date as year-month-day, such as '2020-05-31', or null.",
    ),
    "duplicate-id": Words(
        "”{what}” förekommer flera gånger.",
        '"{what}" appears more than once.',
        "Byt id på den ena. En ny version av en insats får ett eget nummer i ”version”.",
        'Change one of the ids. A new version of a measure gets its own number in "version".',
    ),
    "missing-sentence": Words(
        "Texten ”{key}” saknas.",
        'The text "{key}" is missing.',
        "Skriv texten på språket {language}.",
        "Write the text in the language {language}.",
    ),
    "unknown-field": Words(
        "Uppgiften ”{what}” finns inte i fields.yaml.",
        'The fact "{what}" is not in fields.yaml.',
        "Rätta namnet{hint_sv} eller lägg till uppgiften i fields.yaml.",
        "Correct the name{hint_en}, or add the fact to fields.yaml.",
    ),
    "unknown-operator": Words(
        "”{op}” får inte användas på ”{what}”.",
        '"{op}" may not be used on "{what}".',
        "Använd någon av: {allowed}.",
        "Use one of: {allowed}.",
    ),
    "wrong-value-type": Words(
        "Värdet {value} passar inte uppgiften ”{what}” ({kind}).",
        'The value {value} does not fit the fact "{what}" ({kind}).',
        "Skriv ett värde av rätt slag; en lista för in, not_in, prefix_in och prefix_not_in.",
        "Write a value of the right kind; a list for in, not_in, prefix_in and prefix_not_in.",
    ),
    "unknown-code": Words(
        "Koden ”{value}” finns inte för ”{what}”.",
        'The code "{value}" does not exist for "{what}".',
        "Rätta koden{hint_sv}.",
        "Correct the code{hint_en}.",
    ),
    "never-true": Words(
        "Villkoret ”{what}” kan aldrig vara uppfyllt.",
        'The condition "{what}" can never hold.',
        "Ändra värdet eller ta bort villkoret.",
        "Change the value or remove the condition.",
    ),
    "always-true": Words(
        "Villkoret ”{what}” är alltid uppfyllt.",
        'The condition "{what}" always holds.',
        "Ta bort villkoret eller ändra värdet.",
        "Remove the condition or change the value.",
    ),
    "contradiction": Words(
        "Villkoren motsäger varandra: {what}. Inget företag kan uppfylla dem.",
        "The conditions contradict each other: {what}. No company can meet them.",
        "Ändra eller ta bort ett av villkoren.",
        "Change or remove one of the conditions.",
    ),
    "dead-branch": Words(
        "Alternativet kan aldrig gälla tillsammans med de andra villkoren.",
        "This alternative can never hold together with the other conditions.",
        "Ändra eller ta bort alternativet.",
        "Change or remove the alternative.",
    ),
    "empty-any": Words(
        "En tom ”any” kan aldrig vara uppfylld.",
        'An empty "any" can never hold.',
        "Lägg till ett villkor eller ta bort ”any”.",
        'Add a condition or remove "any".',
    ),
    "bad-condition": Words(
        "Det här är inget villkor: {what}.",
        "This is not a condition: {what}.",
        "Skriv {{field, op, value}}, all, any, not eller manual.",
        "Write {{field, op, value}}, all, any, not or manual.",
    ),
    "version-overlap": Words(
        "Version {first} och {second} gäller samtidigt.",
        "Versions {first} and {second} hold at the same time.",
        "Sätt valid_to på version {first} till dagen före version {second} börjar.",
        "Set valid_to of version {first} to the day before version {second} begins.",
    ),
    "version-gap": Words(
        "Ingen version gäller mellan version {first} och {second}.",
        "No version holds between versions {first} and {second}.",
        "Låt version {second} börja dagen efter att version {first} slutar.",
        "Let version {second} begin the day after version {first} ends.",
    ),
    "version-order": Words(
        "Versionens valid_from ligger efter valid_to.",
        "The version's valid_from is after its valid_to.",
        "Byt plats på dagarna eller rätta dem.",
        "Swap the days or correct them.",
    ),
    "unknown-need": Words(
        "Behovet ”{what}” finns inte i needs.yaml.",
        'The need "{what}" is not in needs.yaml.',
        "Rätta id{hint_sv} eller lägg till behovet.",
        "Correct the id{hint_en}, or add the need.",
    ),
    "unknown-actor": Words(
        "Aktören ”{what}” finns inte i actors.yaml.",
        'The actor "{what}" is not in actors.yaml.',
        "Rätta id{hint_sv} eller lägg till aktören.",
        "Correct the id{hint_en}, or add the actor.",
    ),
    "unknown-measure": Words(
        "Insatsen ”{what}” finns inte i katalogen.",
        'The measure "{what}" is not in the catalogue.',
        "Rätta id{hint_sv} eller ta bort hänvisningen.",
        "Correct the id{hint_en}, or remove the reference.",
    ),
    "unknown-territory": Words(
        "Koden ”{what}” är inget län och ingen kommun av det slag som står här.",
        'The code "{what}" is not a region or municipality of the kind stated here.',
        "Länskoder har två siffror och kommunkoder fyra. Sätt dem inom citattecken.",
        "Region codes have two digits and municipality codes four. Quote them.",
    ),
    "parent-cycle": Words(
        "Insatsen är sin egen förälder, direkt eller genom andra: {what}.",
        "The measure is its own parent, directly or through others: {what}.",
        "Bryt kedjan genom att ta bort en ”parent”.",
        'Break the chain by removing one "parent".',
    ),
    "parent-not-valid": Words(
        "Insatsen ”{what}”, som den här bygger på, gäller inte hela den tid som den här gäller.",
        'The measure "{what}", which this one builds on, does not hold for all of its time.',
        "Ge förälderns versioner samma tid eller längre. Utan förälder visas insatsen inte.",
        "Give the parent's versions the same time or longer. Without it the measure is not shown.",
    ),
    "window-reversed": Words(
        "Fönstret stänger ({end}) innan det öppnar ({start}).",
        "The window closes ({end}) before it opens ({start}).",
        "Rätta apply_from eller apply_to.",
        "Correct apply_from or apply_to.",
    ),
    "window-never-open": Words(
        "Fönstret kan aldrig vara öppet: pengarna var slut {end}, innan det öppnade.",
        "The window can never be open: the money was spent on {end}, before it opened.",
        "Rätta budget_spent_on eller apply_from.",
        "Correct budget_spent_on or apply_from.",
    ),
    "known-open-outside": Words(
        "Tiden {start}–{end} i known_open ligger utanför ansökningstiden.",
        "The time {start}–{end} in known_open lies outside the application time.",
        "Rätta known_open, apply_from eller apply_to.",
        "Correct known_open, apply_from or apply_to.",
    ),
    "range-reversed": Words(
        "{key} slutar ({end}) innan den börjar ({start}).",
        "{key} ends ({end}) before it begins ({start}).",
        "Byt plats på dagarna eller rätta dem.",
        "Swap the days or correct them.",
    ),
    "open-ended-with-end": Words(
        "Fönstret är tillsvidare (open_ended) men har en sista dag ({end}). Den sista dagen gäller.",
        "The window is open-ended but has a last day ({end}). The last day decides.",
        "Ta bort det ena.",
        "Remove one of them.",
    ),
    "window-without-period": Words(
        "Villkoret på ”{what}” gäller fönstrets månader, men fönstret har ingen period.",
        'The condition on "{what}" is about the months of the window, but the window has no period.',
        "Ange period_from, period_to, reference_from och reference_to.",
        "State period_from, period_to, reference_from and reference_to.",
    ),
    "no-windows": Words(
        "Insatsen har inget fönster och kan därför aldrig ge ja.",
        "The measure has no window and can therefore never give a yes.",
        "Lägg till ett fönster. Är tiden okänd: apply_from och apply_to null.",
        "Add a window. If the time is not known: apply_from and apply_to null.",
    ),
    "bad-synonyms": Words(
        "Synonymlistan går inte att använda: {what}.",
        "The synonym list cannot be used: {what}.",
        "Rätta gruppen. Filens inledning visar hur en grupp skrivs.",
        "Correct the group. The beginning of the file shows how a group is written.",
    ),
    "unknown-type": Words(
        "Uppgiften har typen ”{what}”, som inte finns.",
        'The fact has the type "{what}", which does not exist.',
        "Använd någon av: {allowed}.",
        "Use one of: {allowed}.",
    ),
    "no-choices": Words(
        "Uppgiften är av typen enum men har inga värden.",
        "The fact is of type enum but has no values.",
        "Lista värdena under ”values”.",
        'List the values under "values".',
    ),
}
