"""JSON as nbformat writes it: keys sorted, one space of indent, letters as they are.

``json`` goes over to a generator in plain Python when it is to indent, three times as slow as this on a report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any


def dumps(value: Any) -> str:
    """Return the very text of ``json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)``."""
    return _text(value, "\n")


def _text(value: Any, lead: str) -> str:
    """Write a value whose last line starts with ``lead``, a line break and its indent."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        return _object(value, lead) if value else "{}"
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        inner = f"{lead} "
        return f"[{inner}{f',{inner}'.join([_text(each, inner) for each in value])}{lead}]"
    return int.__repr__(value) if type(value) is int else json.dumps(value)


def _object(value: Mapping[Any, Any], lead: str) -> str:
    inner = f"{lead} "
    pairs = [f"{_key(key)}: {_text(value[key], inner)}" for key in sorted(value)]
    return f"{{{inner}{f',{inner}'.join(pairs)}{lead}}}"


def _key(key: Any) -> str:
    """Write a key; a number becomes text as in ``json``."""
    return encode_basestring(key) if isinstance(key, str) else json.dumps({key: 0})[1:-4]
