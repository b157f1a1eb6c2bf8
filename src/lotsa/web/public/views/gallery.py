"""The component gallery: every part of the look in all its states. Only where things are built."""

import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lotsa.foundation.access import Role, open_to
from lotsa.foundation.ui.components import (
    Choice,
    Condition,
    Crumb,
    FactLine,
    Fault,
    Field,
    Tile,
)

YES_NO = (Choice("yes", "Ja"), Choice("no", "Nej"), Choice("unknown", "Vet inte"))


def _fields() -> list[Field]:
    """One field of each kind, some with help, some with a fault."""
    return [
        Field("rents", "Hyr ni lokalen?", "radios", choices=YES_NO, inline=True, why="Hyresstöd finns bara för den som hyr."),
        Field("employees", "Hur många anställda har ni?", "integer", unit="anställda", width=4, hint="Räkna inte ägaren i en enskild firma.", value="12"),
        Field("turnover", "Hur stor var omsättningen 2019?", "number", unit="kr", width=10, error="Skriv beloppet med siffror, till exempel 1 200 000.", value="en miljon"),
        Field("drop", "Hur mycket har omsättningen sjunkit?", "percent", unit="%", width=4),
        Field("started", "När startade företaget?", "date", hint="Till exempel 2015-04-01", width=10),
        Field("form", "Vilken företagsform?", "radios", error="Välj en företagsform, eller Vet inte.", choices=(
            Choice("ab", "Aktiebolag", chosen=True),
            Choice("ef", "Enskild firma", hint="Ägaren och firman är samma person."),
            Choice("?", "Vet inte"),
        )),
        Field("needs", "Vad gäller det?", "checkboxes", columns=2, choices=(
            Choice("liquidity", "Likviditet", "Pengarna räcker inte till löpande betalningar.", chosen=True),
            Choice("rent", "Lokalhyra", "Hyran för lokalen är för tung."),
            Choice("staff", "Personal utan sysselsättning", "Personal man vill behålla men inte har arbete till."),
        )),
        Field("municipality", "I vilken kommun ligger företaget?", "select", choices=(
            Choice("", "Välj kommun"),
            Choice("0484", "Eskilstuna", group="Södermanlands län", chosen=True),
            Choice("0480", "Nyköping", group="Södermanlands län"),
            Choice("1980", "Västerås", group="Västmanlands län"),
        )),
        Field("story", "Berätta med egna ord", "textarea", hint="Till exempel: Vi har en restaurang i Eskilstuna och har tappat 60 % av omsättningen."),
        Field("sie", "Bokföringsfil (SIE)", "file", accept=".se,.si,.sie", hint="Filen läses och sparas inte.", optional=True),
    ]  # fmt: skip


def _specimens() -> dict[str, Any]:
    """What the gallery shows; the content is invented."""
    return {
        "crumbs": [Crumb("Stöd A–Ö", "#"), Crumb("Likviditet", "#"), Crumb("Omställningsstöd")],
        "tiles": [
            Tile(7, "kan sökas nu", "#now", "yes"),
            Tile(3, "kräver ett svar till", "#ask", "ask"),
            Tile(4, "öppnar senare", "#later", "later"),
            Tile(0, "ett villkor bort", "#near", "near"),
        ],
        "conditions": [
            Condition("yes", "Företaget har anställda"),
            Condition("manual", "Tillväxtverket prövar om ni var livskraftiga före krisen"),
            Condition("unknown", "Vi vet inte om ni hyr lokalen"),
            Condition("no", "Högst 10 anställda – ni har 12"),
            Condition("yes", "Minst ett av detta", (Condition("yes", "Godkända för F-skatt"), Condition("unknown", "Undantagna från F-skatt"))),
        ],
        "situation": [FactLine("Kommun", "Eskilstuna"), FactLine("Bransch", "Restaurang (56)"), FactLine("Anställda", "12"), FactLine("Omsättning", "−60 %"), FactLine("Företagsform")],
        "fields": _fields(),
        "faults": [Fault("id_turnover", "Skriv omsättningen med siffror, till exempel 1 200 000."), Fault("id_form", "Välj en företagsform, eller Vet inte.")],
        "facet_choices": [Choice("national", "Nationellt", chosen=True), Choice("regional", "Regionalt"), Choice("local", "Lokalt")],
        "facet_counts": {"national": 41, "regional": 17},
        "page": Paginator(list(range(240)), 20).get_page(5),
        "first_day": datetime.date(2020, 3, 1),
        "last_day": datetime.date(2020, 4, 30),
        "next_year": datetime.date(2021, 5, 31),
        "drop": -60.5,
        "amount": 150000,
    }  # fmt: skip


@open_to(Role.PUBLIC)
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state. 404 unless the setting LOTSA_GALLERY is on."""
    if not settings.LOTSA_GALLERY:
        raise Http404
    return render(request, "public/gallery.html", _specimens())
