"""Words that no sentence of the product may hold, in each language: threat, promise, diagnosis, a
person's risk. A language is complete with its own list, under the same names."""

from __future__ import annotations

import re

FORBIDDEN: dict[str, dict[str, str]] = {
    "en": {
        "causes": r"\bcaus(e|es|ed|ing)\b",
        "cures": r"\bcur(e|es|ed|ing)\b",
        "prevents": r"\bprevent(s|ed|ing|ion)?\b",
        "safe": r"\b(un)?safe(ly)?\b",
        "heals": r"\bheal(s|ed|ing)?\b",
        "damage": r"\bdamag(e|es|ed|ing)\b",
        "wear": r"\b(wear|worn out|wear and tear|crumbl\w*|degenerat\w*)\b",
        "slipped": r"\b(slipped|bulging|ruptured|herniat\w*)\b",
        "nerve root": r"\b([LS][1-5]|nerve roots?)\b",
        "diagnosis": r"\bdiagnos(e|es|ed|is|ing)\b",
        "illness": r"\b(cauda equina|stenosis|fracture of your|thrombosis|aneurysm|tumou?r"
        r"|metasta\w+|your (sciatica|illness|disease|condition) is)\b",
        "treatment": r"\b(treats?|treatment for|therapy for|prescri(be|bes|bed|ption))\b",
        "onset": r"\b(gave|gives|giving) you (sciatica|leg pain|back pain)\b",
        "risk": r"(%|per ?cent) (risk|chance) of (an )?injury|\b(injury|risk) score\b"
        r"|\b(high|low|your) (injury )?risk\b",
        "ratio": r"\b(ACWR|acute.chronic)\b",
        "countdown": r"\b(countdown|days? (un)?til (you are )?(recovered|recovery))\b",
        "reassurance": r"\b(nothing to worry|do not worry|don't worry|you are (fine|healthy)"
        r"|all clear|harmless|no danger|nothing (is )?wrong|clean bill of health)\b",
        "colour": r"\b(red|green) (leg|back|spine|disc|hip|foot|body)\b",
        "blame": r"\b(your (own )?fault|you should have|you failed|too lazy|careless)\b",
        "alarm": r"!",
    },
    "de": {
        "causes": r"\bverursach\w*|\bUrsachen?\b|\bschuld (ist|daran)\b",
        "cures": r"\bkurier\w*|\bgesund (machen|macht|werden|wirst)\b",
        "prevents": r"\b(verhinder\w*|vorbeug(t|en|end\w*|ung)|verhüt(et|en)|Prävention\w*)\b"
        r"|\bbeug(t|en)\b[^.]*\bvor\b|\bschütz(t|en) vor\b",
        "safe": r"\b(un)?gefährlich\w*|\b(gefahrlos|unbedenklich|bedenkenlos|risikolos)\w*"
        r"|\brisikofrei\w*"
        r"|\b(ist|sind|wäre) (es )?sicher\b|\bsicher (zu )?laufen\b",
        "heals": r"\b(ge)?heil(t|en|end|ung|sam)\w*",
        "damage": r"\b(be|ge)?schädig\w*|\bSch[aä]den?s?\b|\bkaputt\w*",
        "wear": r"\b(Verschlei(ß|ss)\w*|verschlissen\w*|abgenutzt\w*|Abnutzung\w*|bröckel\w*"
        r"|degenerat\w*|Arthrose\w*)",
        "slipped": r"(Bandscheibenvorf|\bvorgefallen|\bheraus\w*rutsch|\bverrutscht|\bHernie"
        r"|\bProtrusion|\bvorgewölbt)\w*",
        "nerve root": r"\b[LS][1-5]\b|\bNervenwurzel\w*",
        "diagnosis": r"diagnos\w*",
        "illness": r"\b([CK]auda|\w*stenose|Bruch dein(es|er)|\w*thrombose|Aneurysm\w*|Tumor\w*"
        r"|Metastas\w*|dein(e)? (Ischias|Krankheit|Leiden) ist)\b",
        "treatment": r"\bBackstride (behandelt|therapiert)\b|\b(Behandlung|Therapie) (für|gegen)\b"
        r"|\bverschr(ei|ie)b\w*|\bverordn\w*",
        "onset": r"\b(hat|haben) (dir|dich) [^.]*\b(eingebracht|beschert|krank gemacht)\b"
        r"|\b(vom|durchs|durch das) Laufen (bekommen|gekommen)\b",
        "risk": r"(%|Prozent) (Risiko|Wahrscheinlichkeit) (für|einer) (eine )?Verletzung"
        r"|\bVerletzungs(risiko|gefahr|wert)\w*|\b(hohes|niedriges|geringes|dein) Risiko\b",
        "ratio": r"\bACWR\b|\bakut\w*.chronisch\w*",
        "countdown": r"\bCountdown\b|\bTage? bis (du|zur) (wieder )?(gesund|genesen|Genesung)\b",
        "reassurance": r"\b(keine Sorge|sorge dich nicht|unbesorgt|harmlos\w*|Entwarnung"
        r"|alles (ist )?(gut|in Ordnung)|keine Gefahr|kein Grund zur (Sorge|Beunruhigung)"
        r"|nichts Ernstes|dir fehlt nichts|du bist gesund|beruhigt sein)\b",
        "colour": r"\b(rot|grün)(e|es|er|en|em) (Bein|Rücken|Wirbelsäule|Bandscheibe|Hüfte|Fuß)\b"
        r"|\b(rot|grün)(e|er|en|em) Körper\b",
        "blame": r"\b(selbst|selber) schuld\b|\bdeine (eigene )?Schuld\b|\bhättest [^.]*sollen\b"
        r"|\bdu hast versagt\b|\bzu faul\b|\b(leichtsinnig|nachlässig|unvernünftig)\w*",
        "alarm": r"!",
    },
}
"""Pattern by language and name."""

ALLOWED = {
    "README.md": {"diagnosis", "risk", "nerve root", "damage"},
    "docs/index.md": {"diagnosis"},
    "cli.help": {"diagnosis"},
}
"""Page, key or beginning of one, and the words it may use, since it says them in the negative."""


def allowed_in(name: str) -> set[str]:
    """Names of what a page or a sentence may say."""
    entries = [words for key, words in ALLOWED.items() if f"{name}.".startswith(f"{key}.")]
    return set().union(*entries)


def words_out_of_place(text: str, allowed: set[str], language: str = "en") -> list[str]:
    """Names of what a text should not say."""
    return [
        name
        for name, pattern in FORBIDDEN[language].items()
        if name not in allowed and re.search(pattern, text, re.IGNORECASE)
    ]
