"""Mutations of whole files: cut, emptied, exchanged."""

from __future__ import annotations

from .land import KINDS
from .spoiling import mutation
from .target import Target

W = "The whole file"

mutation(W, "empty")(lambda target: b"")
mutation(W, "one byte")(lambda target: b"\x00")
mutation(W, "a line end")(lambda target: b"\r\n")
mutation(W, "cut in the middle")(lambda target: target.content[: len(target.content) // 2])
mutation(W, "the last 20 bytes missing")(lambda target: target.content[:-20])
mutation(W, "the first 20 bytes missing")(lambda target: target.content[20:])
mutation(W, "all bytes zero")(lambda target: bytes(len(target.content)))
mutation(W, "random bytes")(lambda target: target.rng("random").bytes(5000))
mutation(W, "a page of HTML (a login page)")(lambda target: b"<!DOCTYPE html><html><body>Logga in</body></html>")
mutation(W, "an Excel page saved as HTML")(
    lambda target: (
        b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>0114</td></tr></table></html>"
    )
)
mutation(W, "a PDF")(lambda target: b"%PDF-1.7\n" + bytes(500))
mutation(W, "a gzip of itself")(lambda target: __import__("gzip").compress(target.content, mtime=0))
mutation(W, "a pointer of Git LFS")(
    lambda target: b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
)


def _of_year(target: Target, ar: int) -> bytes | None:
    other = target.other(ar)
    return other.read_bytes() if other else None


mutation(W, "last year's file")(lambda target: _of_year(target, target.ar - 1))
mutation(W, "next year's file")(lambda target: _of_year(target, target.ar + 1))


@mutation(W, "another source's file")
def other_source(target: Target) -> bytes | None:
    for kind in (*KINDS[KINDS.index(target.kind) + 1 :], *KINDS):
        path = kind.path(target.ar, target.data)
        if path and path.suffix == target.path.suffix and path != target.path:
            return path.read_bytes()
    return None


@mutation(W, "another format under its name")
def other_format(target: Target) -> bytes | None:
    return next(
        path.read_bytes()
        for kind in KINDS[::-1]
        if (path := kind.path(target.ar, target.data)) and path.suffix != target.path.suffix
    )
