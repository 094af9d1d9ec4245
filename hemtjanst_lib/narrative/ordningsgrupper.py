"""Groups instead of false precision, in reports on several kommuner."""

from __future__ import annotations

from collections.abc import Sequence

from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.analysis.nation import Nationsfakta
from hemtjanst_lib.analysis.osakerhet import Osakerhet
from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.language import TANKSTRECK, heltal, lista, rakneord
from hemtjanst_lib.narrative.lan_ord import ensam, vem
from hemtjanst_lib.narrative.sakerhetstext import mening
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.words import load_words


def urval(u: Lansfakta) -> Sentence:
    """Tell how many groups the set's kommuner lie in, and how many have a sure class."""
    table, members = u.sakerhet.osakerhet, list(u.tabell.index)
    groups = table.lika.loc[members, "grupp"].dropna().unique()
    if ensam(u):
        return join([_en(u, table), _en_klass(table, str(members[0]))])
    regel = "samma" if len(groups) == 1 else "flera"
    told = mening(
        f"ordning.{regel}",
        antal=heltal(len(members)),
        grupper=rakneord(len(groups)),
        alla=heltal(len(table.grupper)),
        **vem(u),
    )
    return join([told, _klass(table, members)])


def _en(u: Lansfakta, table: Osakerhet) -> Sentence:
    row = dict(rader(table.lika.loc[[str(u.tabell.index[0])]]))[str(u.tabell.index[0])]
    many = int((table.lika["grupp"] == row["grupp"]).sum())
    shared = platser(row["grupp_lag"], row["grupp_hog"])
    return mening("ordning.ensam", antal=heltal(many), platser=shared, **vem(u))


def _en_klass(table: Osakerhet, kod: str) -> Sentence:
    return mening("ordning.klass_en_saker" if table.certifikat.at[kod, "saker"] else "ordning.klass_en_osaker")


def landet(n: Nationsfakta) -> Sentence:
    """Tell how many groups the country's kommuner make, and who are in the highest."""
    table = n.sakerhet.osakerhet
    told = mening("ordning.landet", antal=n.antal, alla=heltal(len(table.grupper)))
    names = list(n.alla["namn"][n.alla["kommunkod"].map(table.lika["grupp"]) == table.grupper.index[0]])
    return join([told, _hogst(names), _klass(table, list(n.alla["kommunkod"]))])


def _hogst(names: list[str]) -> Sentence:
    if len(names) == 1:
        return mening("ordning.hogst_ensam", Kommun=names[0])
    few = len(names) <= load_words().listor.namn_hogst
    regel = "hogst" if few else "hogst_manga"
    return mening(f"ordning.{regel}", kommuner=lista(names), antal=rakneord(len(names)))


def _klass(table: Osakerhet, members: Sequence[str]) -> Sentence:
    sure = table.certifikat.loc[list(members), "saker"].fillna(value=False).astype(bool)
    return mening("ordning.klass", sakra=heltal(int(sure.sum())), antal=heltal(len(members)))


def platser(first: float, last: float) -> str:
    """Write places: "1–5", or one alone."""
    return heltal(first) if first == last else f"{heltal(first)}{TANKSTRECK}{heltal(last)}"
