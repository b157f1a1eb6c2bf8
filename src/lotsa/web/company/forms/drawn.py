"""The fields of the form a question is asked with, as they are drawn."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from lotsa.core.criteria.wording import capitalised
from lotsa.core.routing.languages import language_name
from lotsa.domain.measures.selectors import CurrentCatalogue, Need
from lotsa.foundation.ui.components import Choice, Field
from lotsa.usecases.guide.wording import in_language
from lotsa.web.company.forms.ask import ANONYMOUS, LANGUAGES, NAMED, Typed
from lotsa.web.public.forms.answers import draw


def description(typed: Typed, error: str) -> Field:
    """What it is about, in own words."""
    return Field(
        name="description",
        label=_("What do you want help with?"),
        kind="textarea",
        hint=_("A few sentences are enough. Do not write personal identity numbers."),
        value=typed.description,
        error=error,
    )


def needs(typed: Typed, areas: Iterable[Need], language: str) -> tuple[Field, Field]:
    """The areas already chosen, and those one can add; each may be without choices."""
    chosen, others = [], []
    for area in areas:
        choice = Choice(
            area.id,
            in_language(area.document, "name", language),
            chosen=area.id in typed.needs,
        )
        (chosen if choice.chosen else others).append(choice)
    first = Field("needs", _("It is about"), "checkboxes", choices=tuple(chosen))
    rest = Field(
        "needs",
        _("Choose what it is about"),
        "checkboxes",
        hint=_("Are you not sure? Leave it. We read what you have written and find the right one."),
        choices=tuple(others),
        field_id="id_more_needs",
    )
    return first, rest


def how(typed: Typed) -> Field:
    """To be contacted, or to ask without a name."""
    return Field(
        name="how",
        label=_("How do you want the answer?"),
        kind="radios",
        choices=(
            Choice(NAMED, _("An adviser contacts us"), chosen=not typed.anonymous),
            Choice(
                ANONYMOUS,
                _("We ask without saying who we are"),
                hint=_(
                    "You get a link to a page where the answer comes. We cannot send the link again,"
                    " so you have to save it."
                ),
                chosen=typed.anonymous,
            ),
        ),
    )


def contact(typed: Typed, errors: dict[str, str]) -> tuple[Field, ...]:
    """Who to ask for, and where."""
    fields = (
        Field("contact_name", _("Your name"), autocomplete="name", width=20),
        Field(
            "contact_email",
            _("Mail address"),
            "email",
            hint=_("Mail or phone, or both. We send a receipt with a link to the mail address."),
            autocomplete="email",
            width=20,
        ),
        Field("contact_phone", _("Phone number"), autocomplete="tel", width=20),
    )
    return tuple(_filled(field, typed, errors) for field in fields)


def company(typed: Typed, errors: dict[str, str]) -> tuple[Field, ...]:
    """Which company it is."""
    fields = (
        Field(
            "company_name",
            _("The company's name"),
            optional=True,
            autocomplete="organization",
            width=20,
        ),
        Field(
            "organisation_number",
            _("Organisation number"),
            hint=_(
                "Ten digits. Are you a sole trader? Then leave it empty: the number is your"
                " personal identity number, and we do not want it."
            ),
            optional=True,
            width=20,
        ),
    )
    return tuple(_filled(field, typed, errors) for field in fields)


def spoken(typed: Typed, first: Iterable[str], language: str, error: str) -> Field:
    """The language one wants help in, those of the desk first."""
    ordered = dict.fromkeys((*first, *LANGUAGES))
    return Field(
        name="language",
        label=_("Which language do you want help in?"),
        kind="select",
        choices=tuple(
            Choice(code, capitalised(language_name(code, language)), chosen=code == typed.language)
            for code in ordered
        ),
        error=error,
    )


def municipality(typed: Typed, current: CurrentCatalogue, language: str, error: str) -> Field:
    """Where the company is, when that is not known."""
    registry = current.registry
    field = registry.fields["municipality"]
    question = field.text(field.question, language)
    drawn = draw(field, registry, question, typed.municipality or None, language, error=error)
    return replace(
        drawn,
        name="municipality",
        optional=True,
        hint=_("Then the question comes to those who help companies where you are."),
    )


def consent(typed: Typed, error: str) -> Field:
    """That the question may be passed on."""
    return Field(
        name="consent",
        label=_("May we pass your question on?"),
        kind="checkboxes",
        choices=(
            Choice("yes", _("Yes, to those who can help us with this"), chosen=typed.consent),
        ),
        error=error,
    )


def _filled(field: Field, typed: Typed, errors: dict[str, str]) -> Field:
    return replace(field, value=getattr(typed, field.name), error=errors.get(field.name, ""))
