"""Where the invented answers lie: mean and spread of each question, and how the years move.

All numbers are ours. The yearly shifts are set so that the national mean and spread of the index come out as published
(2024: 65.5, spread about 6; 2025: about 69); no value is taken from any kommun's result.
"""

from __future__ import annotations

# Share of positive answers, percent: mean and standard deviation between kommuner, 2024.
ANDEL = {
    "bu_beslut_anpassat_behov": (74.0, 5.5),
    "bu_tillrackligt_med_tid": (80.0, 5.0),
    "bu_valja_utforare": (62.0, 11.0),
    "bu_ej_nonchalant_bemotande": (87.0, 4.0),
    "bu_ej_krankande_kommentarer": (93.0, 2.5),
    "bu_respekt_privatliv": (91.0, 3.0),
    "bu_ej_hardhant": (94.0, 2.2),
    "bu_hansyn_asikter": (86.0, 4.0),
    "bu_paverka_tider": (60.0, 8.0),
    "bu_utfor_arbetsuppgifter": (86.0, 4.0),
    "bu_sammantaget_nojd": (86.0, 4.5),
    "bu_framfora_synpunkter": (62.0, 7.0),
    "bu_kommer_avtalad_tid": (84.0, 5.0),
    "bu_meddelar_forandringar": (66.0, 8.0),
    "bu_latt_fa_kontakt": (78.0, 6.0),
    "bu_pratar_forstar_svenska": (89.0, 4.5),
    "bu_trygghet": (86.0, 4.5),
    "bu_fortroende": (90.0, 3.5),
    "bu_bemotande": (95.0, 2.0),
    "bu_kunskap_kompetens": (87.0, 4.0),
    "bu_traffar_omsorgskontakt": (44.0, 9.0),
    "bu_anhorig_samarbete": (79.0, 6.0),
    "ke_handlaggare_socionomexamen": (76.0, 16.0),
    "eu_aktuell_genomforandeplan": (74.0, 13.0),
    "eu_underskoterskor_vardag": (59.0, 11.0),
    "eu_underskoterskor_helg": (51.0, 12.0),
}
# Share of those who answered the survey that answered this question, percent.
BESVARAD = {"bu_anhorig_samarbete": 58.0, "bu_valja_utforare": 80.0, "bu_traffar_omsorgskontakt": 88.0}
BESVARAD_OFTAST = 95.0

# Share of kommuner (web review, kommunenkät) or units (routines) that say yes, percent, 2024.
JA = {
    "web_soka_bistand": 95.0,
    "web_forandra_beslut": 68.0,
    "web_overklaga_beslut": 82.0,
    "web_tid_till_beslut": 52.0,
    "web_process_steg": 70.0,
    "web_kontakt_handlaggare": 88.0,
    "web_raknesnurra": 42.0,
    "web_avgifter_maxtaxa": 93.0,
    "web_inkomst_avgiftsunderlag": 84.0,
    "web_jamfortjanst": 48.0,
    "web_lista_utforare": 78.0,
    "web_utforare_sprak_inriktning": 46.0,
    "web_personalkontinuitet": 38.0,
    "web_brukarresultat": 62.0,
    "web_synpunkter_klagomal": 91.0,
    "web_forenklad_bistandsbedomning": 58.0,
    "web_policy_flexibilitet": 34.0,
    "ke_insatser_utan_behovsprovning": 24.0,
    "ke_flexibilitet_bistandsbeslut": 34.0,
    "ke_uppfoljning_behov": 52.0,
    "ke_uppfoljning_insatser": 48.0,
    "ke_uppfoljning_resultat": 38.0,
    "ke_uppfoljning_anvands": 64.0,
    "ke_plan_kompetensutveckling": 55.0,
    "ke_ibic_ordinart_boende": 82.0,
    "ke_rutin_information_sip": 72.0,
    "ke_anhorigstod_tjanster": 90.0,
    "ke_anhorig_samverkan": 62.0,
    "eh_ledningssystem_valfardsteknik": 58.0,
    "sa_anvander_senior_alert": 74.0,
    "eu_rutin_anhoriga": 72.0,
    "eu_rutin_omsorgskontakt": 86.0,
    "eu_rutin_oppnar_ej_dorr": 93.0,
    "eu_rutin_forsamrat_tillstand": 90.0,
    "eu_rutin_undernaring": 78.0,
    "eu_rutin_vald_narstaende": 82.0,
    "eu_rutin_lakemedelsberoende": 64.0,
    "eu_rutin_alkoholberoende": 66.0,
    "eu_rutin_mote_sjukskoterska": 80.0,
    "eu_rutin_kontakt_primarvard": 58.0,
    "eu_rutin_lakemedelsgenomgang_delaktighet": 61.0,
    "eu_rutin_lakemedelsgenomgang_samverkan": 66.0,
}
# Technology: share on a trial, and share in broad use, percent, 2024.
NIVA = {
    "eh_lakemedelsrobot": (30.0, 38.0),
    "eh_inkontinenssensor": (28.0, 20.0),
    "eh_digital_tillsyn": (18.0, 62.0),
    "eh_gps_larm": (18.0, 64.0),
    "eh_passivt_larm": (22.0, 30.0),
    "eh_fysisk_traning": (24.0, 16.0),
    "eh_dagliga_aktiviteter": (24.0, 14.0),
    "eh_digitala_inkop": (14.0, 40.0),
    "eh_digital_kommunikation": (24.0, 26.0),
    "eh_digitala_las": (8.0, 80.0),
}
# Persons met in 14 days: mean and standard deviation; fewer is better.
ANTAL = {"kolada_personalkontinuitet": (15.0, 2.2)}

ANDEL_OKAND, JA_OKAND, NIVA_OKAND = (75.0, 8.0), 60.0, (25.0, 35.0)  # for an indikator that a model file adds

# Shift per year and delindex, in percentage points of what is answered.
FORSKJUTNING = {
    2022: {"information": -9.0, "bistand": -4.0, "utforande": -2.0, "stod_utveckling": -11.0},
    2023: {"information": -6.0, "bistand": -3.0, "utforande": -1.5, "stod_utveckling": -8.0},
    2024: {"information": -3.0, "bistand": -2.5, "utforande": -1.0, "stod_utveckling": -6.5},
    2025: {"information": 5.0, "bistand": 2.5, "utforande": 0.2, "stod_utveckling": -4.0},
}

# Whole surveys not answered: number of kommuner a year.
UTAN_SVAR = {
    "brukarundersokningen": 1,
    "enhetsundersokningen": 4,
    "kommunenkat_aldreomsorg": 5,
    "kommunenkat_ehalsa": 6,
    "kolada": 14,
}
