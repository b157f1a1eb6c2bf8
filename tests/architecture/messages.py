"""Reads every message out of the source, in pure Python: a bare machine has no gettext."""

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCES = (ROOT / "src" / "lotsa", ROOT / "config")

# Function name to (position of context or None, positions of singular and plural).
CALLS = {
    "_": (None, (0,)),
    "gettext": (None, (0,)),
    "gettext_lazy": (None, (0,)),
    "gettext_noop": (None, (0,)),
    "ngettext": (None, (0, 1)),
    "ngettext_lazy": (None, (0, 1)),
    "pgettext": (0, (1,)),
    "pgettext_lazy": (0, (1,)),
    "npgettext": (0, (1, 2)),
    "npgettext_lazy": (0, (1, 2)),
}
_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\(({_STRING}(?:,\s*{_STRING})*)")


def from_call(name, strings):
    """The (context, msgid) of a call, or None when its words are not written out."""
    context_at, ids_at = CALLS[name]
    wanted = ([context_at] if context_at is not None else []) + list(ids_at)
    if len(strings) <= max(wanted) or any(strings[at] is None for at in wanted):
        return None
    context = strings[context_at] if context_at is not None else None
    return context, strings[ids_at[0]]


def in_python(text):
    """Every message of a Python module; raises ValueError where one is not written out."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name not in CALLS or not node.args:
            continue
        strings = [
            argument.value
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            else None
            for argument in node.args
        ]
        message = from_call(name, strings)
        if message:
            yield message


def in_template(text):
    """Every message of a Django template."""
    for name, arguments in _IN_TEMPLATE.findall(templatize(text)):
        strings = ast.literal_eval(f"[{arguments}]")
        message = from_call(name, strings)
        if message:
            yield message


def in_all_sources():
    """(context, msgid) to the first file that uses it."""
    found = {}
    for folder in SOURCES:
        for path in sorted(folder.rglob("*")):
            if "migrations" in path.parts or path.suffix not in {".py", ".html", ".txt", ".xml"}:
                continue
            if path.suffix != ".py" and "templates" not in path.parts:
                continue
            read = in_python if path.suffix == ".py" else in_template
            for message in read(path.read_text("utf-8")):
                found.setdefault(message, str(path.relative_to(ROOT)))
    return found
