"""Which companies somebody takes, as a small form over the catalogue's criteria."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.directory.checks import LONGEST, NotJson, check_criteria, read_json
from lotsa.core.directory.limits import (
    LEGAL_FORM,
    SNI,
    Limits,
    divisions,
    parts_of,
    read_limits,
    write_limits,
)

_MOST = 1_000_000
_OLDEST = 1000


def _whole(label: Any, most: int, least: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most)


def _several(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class CompaniesForm(forms.Form):
    """Limits that must all hold. What the form cannot show is kept, and edited by coordinators."""

    employees_min = _whole(gettext_lazy("Employees, at least"), _MOST, 1)
    employees_max = _whole(gettext_lazy("Employees, at most"), _MOST, 0)
    years_min = _whole(gettext_lazy("Whole years the company has existed, at least"), _OLDEST, 1)
    years_max = _whole(gettext_lazy("Whole years the company has existed, at most"), _OLDEST, 0)
    sections = _several(gettext_lazy("Lines of business"))
    legal_forms = _several(gettext_lazy("Legal forms"))
    rest = forms.CharField(
        label=gettext_lazy("Other conditions, in the catalogue's form (JSON)"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea,
    )

    def __init__(
        self, *args: Any, criteria: Any, registry: Registry, language: str, by_hand: bool
    ) -> None:
        """See the class.

        Args:
            *args: what was posted, if anything.
            criteria: what is kept now.
            registry: the facts that criteria may use.
            language: of the choices.
            by_hand: whether the viewer may write conditions by hand.
        """
        self._registry = registry
        self._language = language
        self._sni: CodeTree | None = registry.tree_of(SNI) if SNI in registry.fields else None
        self.limits = read_limits(criteria, self._sni)
        super().__init__(*args, initial=self._initial())
        self.criteria: Any = criteria
        self._offer(language)
        if not by_hand:
            del self.fields["rest"]

    def _initial(self) -> dict[str, Any]:
        limits = self.limits
        return {
            "employees_min": limits.employees_min,
            "employees_max": limits.employees_max,
            "years_min": limits.years_min,
            "years_max": limits.years_max,
            "sections": list(limits.sections),
            "legal_forms": list(limits.legal_forms),
            "rest": _as_json(limits.rest),
        }

    def _offer(self, language: str) -> None:
        sections, forms_ = self.fields["sections"], self.fields["legal_forms"]
        sni = self._sni
        found = divisions(sni) if sni else {}
        sections.choices = [  # type: ignore[attr-defined]
            (code, sni.label(code, language) if sni else code) for code in found
        ]
        known = self._registry.fields.get(LEGAL_FORM)
        forms_.choices = [  # type: ignore[attr-defined]
            (choice.value, choice.label.get(language) or choice.value)
            for choice in (known.choices if known else ())
        ]

    def clean(self) -> dict[str, Any]:
        """The criteria that come out, held against the registry."""
        told = super().clean() or {}
        rest: Sequence[Any] = self.limits.rest
        if "rest" in self.fields and "rest" in told:
            try:
                written = read_json(told["rest"])
            except NotJson as fault:
                text = _("This is not JSON. Look at line %(line)s.") % {"line": fault.line}
                self.add_error("rest", text)
                return told
            rest = parts_of(written)
        limits = Limits(
            employees_min=told.get("employees_min"),
            employees_max=told.get("employees_max"),
            sections=tuple(told.get("sections") or ()),
            legal_forms=tuple(told.get("legal_forms") or ()),
            years_min=told.get("years_min"),
            years_max=told.get("years_max"),
            rest=tuple(rest),
        )
        self.criteria = write_limits(limits, self._sni)
        for fault in () if self.errors else check_criteria(self.criteria, self._registry):
            told_ = f"{fault.message(self._language)} {fault.remedy(self._language)}"
            self.add_error("rest" if "rest" in self.fields and limits.rest else None, told_)
        return told


def _as_json(rest: Sequence[Any]) -> str:
    if not rest:
        return ""
    shown = rest[0] if len(rest) == 1 else {"all": list(rest)}
    return json.dumps(shown, ensure_ascii=False, indent=2)
