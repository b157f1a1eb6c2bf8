"""Writes documents as YAML in one settled form, so that the same content is always the same bytes.

Method: the order of keys is kept as given; lists of plain values and the small records named below
stand on one line, everything else one item per line; lines are folded at 110 characters. Text that
another YAML reader could take for a date, a number or a truth value is quoted.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

import yaml

WIDTH = 110
_CONDITION = frozenset({"field", "op", "value"})
_ONE_LINE: Mapping[str, frozenset[str]] = {
    "fields.yaml": frozenset({"operators", "values"}),
    "actors.yaml": frozenset({"territory"}),
    "measures.yaml": frozenset({"known_open", "sources"}),
}
_ONE_PER_LINE = frozenset({"uncertain"})
_MAP = "tag:yaml.org,2002:map"
_SEQUENCE = "tag:yaml.org,2002:seq"
_TEXT = "tag:yaml.org,2002:str"
_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")


class _Dumper(yaml.SafeDumper):
    """Indents lists inside mappings, and never writes an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        return super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def write_yaml(file: str, value: Any, header: str = "") -> str:
    """Return ``value`` as YAML text.

    Args:
        file: File name in the catalogue folder; it decides which records stand on one line.
        value: Mappings with text keys, lists, text, numbers, booleans and None.
        header: Leading comment lines without the last line break; empty for none.
    """
    out = io.StringIO()
    dumper = _Dumper(out, width=WIDTH, allow_unicode=True)
    dumper.open()
    dumper.serialize(_node(dumper, value, "", _ONE_LINE.get(file, frozenset())))
    dumper.close()
    head = header + "\n" if header else ""
    return head + out.getvalue()


def _node(dumper: _Dumper, value: Any, key: str, one_line: frozenset[str]) -> yaml.Node:
    if isinstance(value, Mapping):
        children = [
            (_scalar(dumper, name), _node(dumper, child, name, one_line))
            for name, child in value.items()
        ]
        flat = frozenset(value) == _CONDITION or key in one_line
        return yaml.MappingNode(_MAP, children, flow_style=flat)
    if isinstance(value, list | tuple):
        items = [_node(dumper, item, key, one_line) for item in value]
        flat = key not in _ONE_PER_LINE and not any(
            isinstance(item, Mapping | list | tuple) for item in value
        )
        return yaml.SequenceNode(_SEQUENCE, items, flow_style=flat)
    return _scalar(dumper, value)


def _scalar(dumper: _Dumper, value: Any) -> yaml.Node:
    if isinstance(value, str) and _BREAKS.search(value):
        # Outside double quotes these characters count as line breaks and would come back as spaces.
        return yaml.ScalarNode(_TEXT, value, style='"')
    node = dumper.represent_data(value)
    if not isinstance(node, yaml.Node):
        raise TypeError(f"cannot write {type(value).__name__}")
    return node
