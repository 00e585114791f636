"""Labels: what the columns of the database are called where a person reads what is held about her."""

from __future__ import annotations

from kontroll.texts import N_, _

#: Of no use to her: versions, hashes and what only the program reads. Passwords and codes are never handed out.
TECHNICAL = frozenset(
    "version salt hash previous digest stamp fingerprint password code code_ends secret html trail draw_id commitment "
    "columnar other reconciled_text".split()
)
#: What opens a door, by table and column: handed out to nobody, not even to whom it belongs.
SECRETS = frozenset({("app_session", "id"), ("app_user", "password"), ("app_user", "code"), ("webhook", "secret")})

_LABELS = {
    "aborted": N_("avbrutt"), "actor": N_("hvem"), "address": N_("adresse"), "after": N_("etter"), "amount": N_("beløp (øre)"),
    "amount_field": N_("beløpsfelt"), "answer": N_("svar"), "answered": N_("svaret"), "answered_at": N_("besvart"),
    "answered_by": N_("besvart av"), "answered_on": N_("besvart dato"), "answers": N_("svar i sjekklisten"),
    "approved_at": N_("godkjent"), "approved_by": N_("godkjent av"), "arm": N_("blant"), "asked": N_("spurt om"),
    "at": N_("tid"), "attempt": N_("forsøk"), "attempts": N_("forsøk"), "audited": N_("riktig beløp (øre)"),
    "before": N_("før"), "body": N_("innhold"), "by": N_("av"), "change": N_("endring"), "channel": N_("kanal"),
    "checked": N_("kontrollregnet"), "checker": N_("sjekkes av"), "claimed": N_("roller ved innlogging"),
    "closed": N_("stengt"), "closed_by": N_("lukket av"), "closed_on": N_("lukket dato"), "committed_at": N_("forpliktet"),
    "committed_by": N_("forpliktet av"), "composed_at": N_("laget"), "concluded_at": N_("avsluttet"),
    "concluded_by": N_("avsluttet av"), "condition": N_("vilkår"), "confirmed_at": N_("bekreftet"),
    "confirmed_by": N_("bekreftet av"), "content": N_("innhold"), "control": N_("kontroll"), "count": N_("antall"),
    "created": N_("laget"), "dataset": N_("datasett"), "day": N_("dag"), "deadline": N_("frist"),
    "delivery": N_("leveranse"), "differences": N_("forskjeller"), "documents_by": N_("dokumentasjon innen"),
    "done": N_("gjort"), "done_by": N_("gjort av"), "draw": N_("stikkprøve"), "drawn_at": N_("trukket"), "due": N_("forfalt"),
    "duplicates": N_("dubletter"), "earlier_delivery": N_("tidligere leveranse"), "earlier_line": N_("tidligere linje"),
    "ends": N_("slutter"), "engine": N_("motor"), "enhet": N_("enhet"), "escalated_to": N_("løftet til"),
    "event": N_("hendelse"), "evidence": N_("dokumentasjon"), "expected": N_("ventet"), "failure": N_("feil"),
    "fields": N_("felter"), "files": N_("filer"), "finding": N_("funn"), "finished": N_("ferdig"), "first": N_("fra"),
    "found": N_("funnet"), "frozen_at": N_("fryst"), "frozen_by": N_("fryst av"), "gaps": N_("hull"), "given": N_("roller"),
    "gone_since": N_("borte siden"), "granted_by": N_("gitt av"), "granted_on": N_("gitt dato"),
    "handler": N_("saksbehandler"), "held": N_("holdt"), "hits": N_("treff"), "hook": N_("varselkrok"), "id": N_("id"),
    "identity": N_("post"), "inference": N_("slutning"), "inferred": N_("sluttet"), "is_public": N_("offentlig"),
    "job": N_("jobb"), "key": N_("nøkkel"), "kind": N_("slag"), "known": N_("kjent"), "label": N_("utgave"),
    "last": N_("til"), "last_error": N_("siste feil"), "last_struck": N_("sist funnet"),
    "ledger_amount": N_("beløp i regnskapet"), "ledger_count": N_("antall i regnskapet"), "left_out": N_("utelatt"),
    "level": N_("nivå"), "line": N_("linje"), "login": N_("brukernavn"), "made": N_("laget"), "made_at": N_("laget"),
    "made_by": N_("laget av"), "message": N_("melding"), "minutes": N_("minutter"), "month": N_("måned"), "name": N_("navn"),
    "negative": N_("negative"), "next_on": N_("neste gang"), "next_try": N_("neste forsøk"), "notices": N_("varsler"),
    "nr": N_("nr."), "number": N_("nr."), "occurrence": N_("gang"), "on": N_("dato"), "opened": N_("åpnet"),
    "outcome": N_("utfall"), "owner": N_("ansvarlig"), "owner_enhet": N_("den ansvarliges enhet"), "period": N_("periode"),
    "person": N_("person"), "phase": N_("fase"), "plan": N_("plan"), "point": N_("punkt"), "population": N_("populasjon"),
    "positive": N_("positive"), "post": N_("post"), "problems": N_("feil"), "reason": N_("grunn"), "reasons": N_("grunner"),
    "received": N_("mottatt"), "recipient": N_("mottaker"), "reconciled_at": N_("avstemt"),
    "reconciled_by": N_("avstemt av"), "recurrence_of": N_("gjentakelse av"), "reglement": N_("reglement"),
    "reopened": N_("gjenåpnet"), "replaces": N_("erstatter"), "report": N_("rapport"), "resolved": N_("løst"),
    "right": N_("slapp inn"), "risk": N_("risiko"), "round": N_("runde"), "rows": N_("rader"), "rule": N_("regel"),
    "rulebook": N_("regelbok"), "rules": N_("regler"), "run": N_("kjøring"), "sak": N_("sak"), "saker": N_("saker"),
    "scopes": N_("omfang"), "second": N_("kontrollsjekk"), "seed": N_("frø"), "seed_at": N_("frø lest"),
    "seed_by": N_("frø skrevet av"), "seed_place": N_("frø fra"), "seen": N_("sist sett"), "seen_at": N_("sett"),
    "sent_at": N_("sendt"), "seq": N_("nr."), "severity": N_("alvor"), "since": N_("siden"), "size": N_("størrelse"),
    "stage": N_("trinn"), "standing": N_("i egenskap av"), "started": N_("begynt"), "state": N_("tilstand"),
    "stopped": N_("stanset"), "stored": N_("lagret"), "stratum": N_("stratum"), "struck": N_("utslag"),
    "subject": N_("gjelder"), "subject_key": N_("gjelder"), "system": N_("system"), "taken": N_("tatt inn"),
    "tests": N_("tester"), "text": N_("tekst"), "things": N_("avgjørelser"),
    "total": N_("sum (øre)"), "trial": N_("prøve"), "unknown": N_("ukjent"),
    "upto": N_("til og med"), "urgent": N_("haster"), "used": N_("brukt"), "user": N_("bruker"), "verdicts": N_("svar"),
    "what": N_("hva"), "who": N_("hvem (skjult)"), "why": N_("hvorfor"), "withdrawn": N_("trukket"),
    "without": N_("uten"), "witnesses": N_("vitner"), "year": N_("år"),
    # What stands in entries of the trail besides.
    "avvik": N_("avvik"), "book": N_("månedens utgave"), "changed": N_("endret"), "changes": N_("endringer"),
    "enheter": N_("enheter"), "file": N_("fil"), "from": N_("fra"), "how": N_("måte"), "notice": N_("varsel"),
    "points": N_("punkter"), "role": N_("rolle"), "roles": N_("roller"), "sentences": N_("setninger"),
    "sessions": N_("økter"), "status": N_("status"), "striking": N_("utslag"), "tiltak": N_("tiltak"), "to": N_("til"),
    "agreement": N_("resultatavtale"), "council": N_("for kommunestyret"), "delivered": N_("levert som"), "goal": N_("mål"),
    "green": N_("grønt fra"), "yellow": N_("gult fra"), "indicator": N_("tall"), "midyear_on": N_("halvårsoppfølging"),
    "person_at": N_("bekreftet av lederen"), "superior_at": N_("bekreftet av den andre"), "result_at": N_("årsresultat"),
    "result_read_at": N_("årsresultat lest"), "talk_on": N_("samtalens dag"), "target": N_("antall som skal nås"),
    "talk_person_at": N_("samtale bekreftet av lederen"), "talk_superior_at": N_("samtale bekreftet av den andre"),
    "verdict": N_("vurdering"),
    "talk": N_("samtale"), "leader": N_("leder"), "superior": N_("overordnet"), "meeting": N_("møte"), "agreed": N_("enig"),
    "follow_up": N_("oppfølging"), "said": N_("avtalt"), "ended": N_("avslutning"), "over": N_("avsluttet"),
    "confined": N_("mellom få"), "judged": N_("vurdert"), "development": N_("utviklingsarbeid"), "measured": N_("målt del"),
    "grounds": N_("grunnlag"), "decided_by": N_("avgjort av"), "decided_at": N_("avgjort"), "whole_trail": N_("nr."),
    "development_trail": N_("nr."), "matter": N_("vurdering av"), "judgement": N_("vurdering"), "pay": N_("lønn"),
    "waiting": N_("venter"), "whole": N_("helhetstenking"), "whole_reason": N_("begrunnelse, helhetstenking"),
    "development_reason": N_("begrunnelse, utviklingsarbeid"),
    # The monthly follow-up.
    "accepted_by": N_("godtatt av"), "accepted_on": N_("godtatt"), "act": N_("hva som ble gjort"), "area": N_("område"),
    "decimals": N_("desimaler"), "explained_by": N_("forklart av"), "explained_on": N_("forklart"),
    "explanation": N_("forklaring"), "forecast": N_("prognose"), "forecast_decimals": N_("prognosens desimaler"),
    "late": N_("etter fristen"), "theme": N_("tema"), "told": N_("løftet til"), "value": N_("tall"),
    # The registers.
    "carried_out": N_("iverksatt"), "case": N_("saksnummer"), "checked_by": N_("kontrollert av"), "decided": N_("vedtatt"),
    "filled": N_("fylt ut"), "law": N_("hjemmel"), "mended": N_("rettet"), "mended_by": N_("meldt rettet av"),
    "obstructed": N_("organet varslet om hindring"), "postponed": N_("ganger utsatt"), "preparation": N_("saksutredning"),
    "reference": N_("henvisning"), "reported": N_("meldt til organet"), "source": N_("kilde"),
    # Internal control.
    "carried": N_("vist nivå"), "gravity": N_("alvor"), "highest": N_("høyeste nivå"), "letter": N_("bokstav"),
    "measures": N_("det som er vist"), "place": N_("område"), "cells": N_("områder og bokstaver"),
    # Reports to the council.
    "checked_at": N_("kvalitetssikret"), "corrects": N_("retter"), "edition": N_("utgave"), "is_grounds": N_("grunnlag"),
    "is_open": N_("for alle"), "proved_at": N_("viste hvem hun er"), "proved_by": N_("viste hvem hun er med"),
    "proved_for": N_("viste hvem hun er for"), "sent_by": N_("sendt av"), "statement": N_("erklæring"), "title": N_("tittel"),
    # Bonus.
    "against": N_("mot grunnlaget"), "granted": N_("gis"), "klass": N_("gis for"), "package": N_("arkivpakke"),
    "withdrawn_at": N_("trukket"),
}  # fmt: skip


def label(column: str) -> str:
    """What a column is called; one that nobody has named is called what it is."""
    return _(_LABELS[column]) if column in _LABELS else column.replace("_", " ")


def is_named(column: str) -> bool:
    return column in _LABELS or column in TECHNICAL
