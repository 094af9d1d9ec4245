"""Headings of the invented workbooks: numbered questions, which shift between the years as the real ones do."""

from __future__ import annotations

from hemtjanst_lib.model import Indikator, Model

# Question numbers of 2025; F7, F9, F17 and F21 follow what is known of the real file, the rest are ours.
FRAGOR_2025 = {
    "bu_beslut_anpassat_behov": "F3",
    "bu_utfor_arbetsuppgifter": "F4",
    "bu_kommer_avtalad_tid": "F5",
    "bu_tillrackligt_med_tid": "F6",
    "bu_hansyn_asikter": "F7",
    "bu_paverka_tider": "F8",
    "bu_bemotande": "F9",
    "bu_meddelar_forandringar": "F10",
    "bu_fortroende": "F11",
    "bu_kunskap_kompetens": "F12",
    "bu_pratar_forstar_svenska": "F13",
    "bu_latt_fa_kontakt": "F14",
    "bu_traffar_omsorgskontakt": "F15",
    "bu_trygghet": "F17",
    "bu_ej_nonchalant_bemotande": "F18a",
    "bu_ej_krankande_kommentarer": "F18b",
    "bu_respekt_privatliv": "F18c",
    "bu_ej_hardhant": "F18d",
    "bu_sammantaget_nojd": "F21",
    "bu_anhorig_samarbete": "F24",
}
# Before 2024 three questions were not asked, so the numbers after them are lower.
FRAGOR_2023 = {
    **{kod: nummer for kod, nummer in FRAGOR_2025.items() if int(nummer.strip("Fabcd")) < 12},
    "bu_latt_fa_kontakt": "F12",
    "bu_trygghet": "F14",
    "bu_ej_nonchalant_bemotande": "F15a",
    "bu_ej_krankande_kommentarer": "F15b",
    "bu_respekt_privatliv": "F15c",
    "bu_ej_hardhant": "F15d",
    "bu_sammantaget_nojd": "F18",
    "bu_framfora_synpunkter": "F19",
    "bu_valja_utforare": "F20",
    "bu_anhorig_samarbete": "F22",
}
ENHET = {
    "eu_aktuell_genomforandeplan": "ind2",
    "eu_rutin_omsorgskontakt": "ind8",
    "eu_rutin_oppnar_ej_dorr": "ind11",
    "eu_rutin_forsamrat_tillstand": "ind12",
    "eu_rutin_undernaring": "ind13",
    "eu_rutin_vald_narstaende": "ind14",
    "eu_rutin_lakemedelsberoende": "ind15",
    "eu_rutin_alkoholberoende": "ind16",
    "eu_rutin_mote_sjukskoterska": "ind24",
    "eu_rutin_kontakt_primarvard": "ind25",
    "eu_rutin_anhoriga": "ind27",
    "eu_rutin_lakemedelsgenomgang_delaktighet": "ind29",
    "eu_rutin_lakemedelsgenomgang_samverkan": "ind30",
    "eu_underskoterskor_vardag": "ind32_vardag",
    "eu_underskoterskor_helg": "ind32_helg",
}
KOMMUN = {
    "ke_insatser_utan_behovsprovning": "Insatser utan behovsprövning",
    "ke_flexibilitet_bistandsbeslut": "Flexibilitet inom ramen för biståndsbeslutet",
    "ke_handlaggare_socionomexamen": "Handläggare med socionomexamen, procent",
    "ke_uppfoljning_behov": "Systematisk uppföljning: behov",
    "ke_uppfoljning_insatser": "Systematisk uppföljning: insatser",
    "ke_uppfoljning_resultat": "Systematisk uppföljning: resultat",
    "ke_uppfoljning_anvands": "Uppföljning används för verksamhetsutveckling",
    "ke_plan_kompetensutveckling": "Plan för handläggarnas kompetensutveckling",
    "ke_ibic_ordinart_boende": "IBIC i ordinärt boende",
    "ke_rutin_information_sip": "Rutin för information om SIP",
    "ke_anhorigstod_tjanster": "Tjänster för anhöriga",
    "ke_anhorig_samverkan": "Rutin för samverkan om anhörigstöd",
}
EHALSA = {
    "eh_lakemedelsrobot": "Läkemedelsrobot",
    "eh_inkontinenssensor": "Inkontinenssensor",
    "eh_digital_tillsyn": "Digital tillsyn",
    "eh_gps_larm": "GPS-larm",
    "eh_passivt_larm": "Passivt larm",
    "eh_fysisk_traning": "Fysisk träning",
    "eh_dagliga_aktiviteter": "Dagliga aktiviteter",
    "eh_digitala_inkop": "Digitala inköp",
    "eh_digital_kommunikation": "Digital kommunikation",
    "eh_digitala_las": "Digitala lås",
    "eh_ledningssystem_valfardsteknik": "Ledningssystem omfattar välfärdsteknik",
}


def headings(ar: int, kalla: str) -> dict[str, str]:
    """Indikator to the heading of its column in one year's workbook."""
    fragor = FRAGOR_2025 if ar >= 2024 else FRAGOR_2023
    return {
        "brukarundersokningen": fragor,
        "enhetsundersokningen": ENHET,
        "kommunenkat_aldreomsorg": KOMMUN,
        "kommunenkat_ehalsa": EHALSA,
    }[kalla]


def asked(model: Model, kalla: str) -> list[Indikator]:
    """The indikatorer that the year's model takes from a source."""
    return [indikator for indikator in model.indikatorer.values() if indikator.kalla == kalla]


def heading(ar: int, indikator: Indikator) -> str:
    """Heading of an indikator's column; its own id when it is new to us."""
    return headings(ar, indikator.kalla).get(indikator.kod, indikator.kod)
