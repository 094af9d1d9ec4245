"""Who has signed what: small text files, in which a signature stands beside the text that was signed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hemtjanst_lib import paths
from hemtjanst_lib.edits.reading import read_notebook
from hemtjanst_lib.errors import EditError
from hemtjanst_lib.export import blocks
from hemtjanst_lib.export.document import Document
from hemtjanst_lib.files import read_yaml, sha256, write_atomic
from hemtjanst_lib.forms import faults_of
from hemtjanst_lib.review.content import Line, content_hash, dump, lines, load

Status = Literal["ogranskad", "granskad", "fallen"]
IN_WORDS: Mapping[Status, str] = {
    "ogranskad": "never signed",
    "granskad": "signed",
    "fallen": "changed since it was signed",
}


class Signature(BaseModel):
    """A signature.

    Parameters
    ----------
    vem, nar : str
        Who and when (``2025-11-21 14:05``).
    innehall : str
        Hash of all that a reader sees of the report.
    text : str
        Hash of the file with the signed text.
    anteckningsbok : str
        Hash of the notebook that was read, which tells at once that nothing has changed.
    intygat : tuple of str
        What on the checklist was attested.
    kommentar : str
        What the signer wishes to say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    vem: str = Field(min_length=1)
    nar: str = Field(min_length=1)
    innehall: str
    text: str
    anteckningsbok: str
    intygat: tuple[str, ...]
    kommentar: str = ""


@dataclass(frozen=True)
class Reviewed:
    """A report as a reviewer sees it: its notebook, and where its signature is kept.

    Parameters
    ----------
    ar : int
        Index year.
    name : str
        The subject's file name and the report's, such as ``0188_norrtalje_kommunrapport``.
    notebook : Path
        The executed notebook.
    """

    ar: int
    name: str
    notebook: Path

    @property
    def path(self) -> Path:
        """Where the signature stands."""
        return review_folder() / str(self.ar) / f"{self.name}.yml"

    @property
    def text_path(self) -> Path:
        """Where the signed text stands."""
        return self.path.with_suffix(".txt")

    @cached_property
    def document(self) -> Document:
        """The report as it is now; kept, so ask a new object when the notebook may have changed."""
        return blocks.read(read_notebook(self.notebook))

    @property
    def _coming(self) -> Path:
        """Where the text of a signature waits until the signature stands."""
        return self.path.with_name(f".{self.name}.txt.ny")

    def _settle(self, signature: Signature) -> None:
        """Put a signature's text in its place; a run that was killed before it could has left it waiting."""
        with suppress(FileNotFoundError):
            if sha256(self._coming) == signature.text:
                self._coming.replace(self.text_path)

    def signature(self) -> Signature | None:
        """Read the signature; None when there is none.

        Raises
        ------
        EditError
            If the file is not sound.
        """
        if not self.path.is_file():
            return None
        try:
            found = Signature.model_validate(read_yaml(self.path, EditError))
        except ValidationError as fault:
            text = f"{self.path} is no sound signature"
            raise EditError(text, faults_of(fault), do="Sign the report again.") from None
        self._settle(found)
        return found

    def signed_lines(self) -> list[Line] | None:
        """Read the text that was signed; None when there is none."""
        with suppress(EditError):
            self.signature()  # puts a text that still waits in its place
        return load(self.text_path.read_text(encoding="utf-8")) if self.text_path.is_file() else None

    def status(self) -> Status:
        """Say whether the report is signed as it stands.

        Raises
        ------
        EditError, ExportError
            If the signature or the notebook cannot be read.
        """
        signature = self.signature()
        if signature is None:
            return "ogranskad"
        if not self.text_path.is_file() or sha256(_plain_bytes(self.text_path)) != signature.text:
            return "fallen"
        if sha256(self.notebook) == signature.anteckningsbok:
            return "granskad"
        return "granskad" if content_hash(self.document) == signature.innehall else "fallen"

    def sign(self, vem: str, nar: str, intygat: tuple[str, ...], kommentar: str = "") -> Signature:
        """Sign the report as it stands.

        Raises
        ------
        EditError
            If something on the checklist is not attested, or the report is a draft.
        """
        listed = checklist()
        faults = [f"not attested: {name} ({listed[name]})" for name in listed if name not in intygat]
        faults += [f"not on the checklist: {name}" for name in intygat if name not in listed]
        faults += ["the report is a draft"] if self.document.draft else []
        faults += [] if vem.strip() else ["nobody's name"]
        if faults:
            raise EditError(f"{self.name} is not signed", faults)
        text = dump(lines(self.document)).encode()
        signature = Signature(
            vem=vem.strip(),
            nar=nar,
            innehall=content_hash(self.document),
            text=sha256(text),
            anteckningsbok=sha256(self.notebook),
            intygat=tuple(name for name in listed if name in intygat),
            kommentar=kommentar,
        )
        write_atomic(self._coming, text)
        write_atomic(self.path, _yaml(signature.model_dump(mode="json")))
        self._settle(signature)
        return signature

    def withdraw(self) -> bool:
        """Take the signature away, and keep the text for the next comparison; whether there was one."""
        there = self.path.is_file()
        self.path.unlink(missing_ok=True)
        return there


def _plain_bytes(path: Path) -> bytes:
    """Read a text file as it was written; git on Windows may have changed its line ends."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def _yaml(content: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=120)


def review_folder() -> Path:
    """Where checklists and signatures stand."""
    return paths.PARAMETERS / "review"


def checklist() -> dict[str, str]:
    """Read what a reviewer attests, by name.

    Raises
    ------
    EditError
        If the file is missing or not a list of names and texts.
    """
    path = review_folder() / "checklista.yml"
    found = read_yaml(path, EditError)
    if not isinstance(found, dict) or not all(isinstance(text, str) and text for text in found.values()):
        raise EditError(f"{path}: must give each point a name and a text")
    return {str(name): text for name, text in found.items()}
