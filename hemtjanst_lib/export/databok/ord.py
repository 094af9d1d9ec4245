"""Signs and headings of the data book."""

from __future__ import annotations

# Why a figure is missing: the signs of Swedish official statistics.
TECKEN = {"sekretess": "..", "ej_tillamplig": ".", "ej_svar": "-"}
BETYDELSE = (
    ("..", "Uppgiften är inte tillgänglig, oftast för att för få har svarat för att den ska få visas."),
    (".", "Uppgiften kan inte förekomma, till exempel en fråga som inte gäller kommunen eller ett år utan index."),
    ("-", "Kommunen har inte svarat. Vad det gör med poängen står på bladet Modell, i kolumnen om saknade svar."),
    ("ja, delvis, nej", "Hur långt resultatet kan jämföras med året före."),
)
SAKNAS_REGEL = {
    "noll": "räknas som 0 poäng",
    "utelamna": "utelämnas, vikten fördelas på områdets övriga indikatorer",
    "medel": "räknas som genomsnittet av de kommuner som svarat",
}
STATUS = {
    "ok": "svar finns",
    "ej_svar": "inget svar",
    "sekretess": "för få svar för att visas",
    "ej_tillamplig": "gäller inte kommunen",
}
AGGREGAT = {"aritmetisk": "vägt medelvärde", "geometrisk": "vägt geometriskt medelvärde"}
