"""What the component templates are given: small frozen values, free of any model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.forms import BoundField
from django.utils.functional import Promise

Text = str | Promise
State = Literal["yes", "unknown", "no", "manual"]
Tone = Literal["yes", "ask", "later", "near", "no", "plain"]
Flag = Literal["waiting", "on_board", ""]
FieldKind = Literal[
    "text", "integer", "number", "percent", "date", "month", "radios", "checkboxes", "select",
    "textarea", "file", "email",
]  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """One of the numbers at the top of a page; a link to what it counts.

    Parameters:
        number: how many.
        label: what is counted, in few words.
        address: where they are listed. A tile that counts 0 is shown without its link.
        tone: which colour its edge has.
    """

    number: int
    label: Text
    address: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Condition:
    """One line of a condition list: its state, its sentence and the lines under it."""

    state: State
    text: Text
    parts: Sequence[Condition] = ()


@dataclass(frozen=True)
class FactLine:
    """One line of a situation box. `value` is empty when the fact is not known."""

    label: Text
    value: Text = ""


@dataclass(frozen=True)
class Choice:
    """One alternative of a radio list, a checkbox list or a select."""

    value: str
    label: Text
    hint: Text = ""
    chosen: bool = False
    group: Text = ""


@dataclass(frozen=True)
class Crumb:
    """One step of a breadcrumb trail; the last one, the page itself, has no address."""

    label: Text
    address: str = ""


@dataclass(frozen=True)
class Fault:
    """One line of an error summary: what to do, and the id of the field it is about."""

    field_id: str
    message: Text


@dataclass(frozen=True)
class Field:
    """A form field as drawn.

    Parameters:
        name: the name it is posted under.
        label: the question or label.
        kind: which control. "radios" and "checkboxes" draw `choices` as tiles.
        hint: help that stays visible, under the label.
        why: why we ask; folded under the field.
        value: what stands in it now.
        unit: the word after it, such as "kr" or "anställda".
        width: room for this many characters: 2, 4, 10, 20, or 0 for full width.
        error: what to do, when the answer could not be used.
        heading: draw the label as the page's h1 (one question a page).
        inline: choices beside each other, for short words such as Ja and Nej.
        columns: choices in this many columns where there is room.
        autocomplete: the HTML autocomplete token, such as "email".
        accept: file name endings for a file field, such as ".se,.si".
        field_id: the control's id; made from the name when empty.
    """

    name: str
    label: Text
    kind: FieldKind = "text"
    hint: Text = ""
    why: Text = ""
    value: str = ""
    unit: Text = ""
    width: int = 0
    error: Text = ""
    choices: Sequence[Choice] = field(default=())
    heading: bool = False
    inline: bool = False
    columns: int = 0
    optional: bool = False
    autocomplete: str = ""
    accept: str = ""
    field_id: str = ""

    @property
    def id(self) -> str:
        """The control's id; for choices, that of the first, where an error summary leads."""
        return self.field_id or f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, for aria-describedby."""
        parts = [f"{self.id}_hint" if self.hint else "", f"{self.id}_error" if self.error else ""]
        return " ".join(part for part in parts if part)

    @property
    def grouped(self) -> bool:
        """Whether it is a fieldset with a legend rather than a label and one control."""
        return self.kind in {"radios", "checkboxes"}

    @property
    def input_mode(self) -> str:
        """Which keyboard a phone should show."""
        return {"integer": "numeric", "number": "decimal", "percent": "decimal"}.get(self.kind, "")


_KINDS: dict[str, FieldKind] = {
    "RadioSelect": "radios", "CheckboxSelectMultiple": "checkboxes", "Select": "select",
    "NullBooleanSelect": "select", "Textarea": "textarea", "DateInput": "date",
    "NumberInput": "number", "EmailInput": "email", "FileInput": "file",
    "ClearableFileInput": "file",
}  # fmt: skip


def from_bound_field(bound: BoundField, **extra: object) -> Field:
    """A Django form's field as drawn; `extra` overrides any attribute of `Field`."""
    widget = bound.field.widget
    kind = _KINDS.get(type(widget).__name__, "text")
    value = bound.value()
    held = {str(part) for part in value} if isinstance(value, list | tuple) else {str(value)}
    choices: list[Choice] = []
    for key, label in getattr(bound.field, "choices", ()):
        if isinstance(label, list | tuple):
            choices += [Choice(str(k), v, chosen=str(k) in held, group=key) for k, v in label]
        else:
            choices.append(Choice(str(key), label, chosen=str(key) in held))
    text = "" if value is None or choices else str(bound.field.prepare_value(value))
    drawn: dict[str, object] = {
        "name": bound.html_name,
        "label": bound.label,
        "kind": kind,
        "hint": bound.help_text,
        "value": text,
        "error": bound.errors[0] if bound.errors else "",
        "choices": tuple(choices),
        "optional": not bound.field.required,
        "autocomplete": widget.attrs.get("autocomplete", ""),
        "field_id": bound.auto_id,
    }
    return Field(**(drawn | extra))  # type: ignore[arg-type]
