# Words that every page and mail share
duration-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagen
  }
visit-now = meteen
visit-at = { $day }, rond { $time }
distance-under-1 = minder dan 1 km
    .home = op minder dan 1 km
distance-1-2 = 1 tot 2 km
    .home = op 1 tot 2 km
distance-2-5 = 2 tot 5 km
    .home = op 2 tot 5 km
distance-5-10 = 5 tot 10 km
    .home = op 5 tot 10 km
distance-over-10 = meer dan 10 km
    .home = op meer dan 10 km
distance-remote = via de telefoon, van bij u thuis

category-groceries = Boodschappen
    .need = Iemand bij u in de buurt heeft boodschappen nodig
    .hint = Een winkel of een markt bij u in de buurt.
category-pharmacy = Apotheek
    .need = Iemand bij u in de buurt heeft iets nodig van de apotheek
    .hint = Een geneesmiddel of een voorschrift afhalen.
category-meals = Maaltijd
    .need = Iemand bij u in de buurt heeft een maaltijd nodig
    .hint = Een maaltijd klaarmaken of brengen.
category-transport = Vervoer
    .need = Iemand bij u in de buurt heeft vervoer nodig
    .hint = Een afspraak, een korte rit.
category-pets = Huisdier
    .need = Iemand bij u in de buurt zoekt hulp voor een huisdier
    .hint = Een hond uitlaten, een kat eten geven.
category-errands = Klusje
    .need = Iemand bij u in de buurt heeft hulp nodig bij een klusje
    .hint = De post, het vuilnis, een gloeilamp.
category-listening = Luisterend oor
    .need = Iemand wil graag even praten
    .hint = Een stem aan de telefoon, zolang het nodig is.
category-admin-help = Papieren
    .need = Iemand bij u in de buurt zoekt hulp bij papieren
    .hint = Een formulier, een brief, iets online.
category-care-home = Woonzorgcentrum
    .need = Een woonzorgcentrum bij u in de buurt zoekt helpende handen
    .hint = Een team heeft versterking nodig.
category-logistics = Dragen en sorteren
    .need = Bij u in de buurt zijn handen nodig om te dragen en te sorteren
    .hint = Sorteren, laden, uitdelen.
category-childcare = Kinderopvang
    .need = Iemand bij u in de buurt zoekt opvang voor een kind
    .hint = Enkele uren, door iemand die we kennen.
category-other = Iets anders
    .need = Iemand bij u in de buurt kan hulp gebruiken
    .hint = Zeg het in uw eigen woorden.

language-fr = Frans
language-nl = Nederlands
language-en = Engels
language-de = Duits
language-uk = Oekraïens
language-ar = Arabisch
language-tr = Turks
language-es = Spaans
language-it = Italiaans
language-pl = Pools
language-pt = Portugees
language-ro = Roemeens
language-ru = Russisch

status-unconfirmed = te bevestigen
status-open = zoekt iemand
status-matched = iemand zei ja
status-in-progress = bezig
status-completed = gedaan
status-cancelled = geannuleerd
status-expired = niemand gevonden
priority-vital = van levensbelang
priority-normal = gewoon
channel-web = pagina
channel-phone = telefoon
channel-api = andere dienst
channel-import = import
engagement-active = zei ja
engagement-contacted = heeft gebeld
engagement-completed = zegt dat het klaar is
engagement-confirmed = bevestigd
engagement-released = kan toch niet
engagement-no-show = niet gekomen
volunteer-unverified = adres te bevestigen
volunteer-pending-review = na te kijken
volunteer-active = staat klaar
volunteer-paused = op pauze
volunteer-suspended = geschorst
volunteer-withdrawn = weg
payment-door = Terugbetaald aan de deur, met het kasticket
payment-shop = Er is een rekening in de winkel
payment-together = Samen te bekijken
payment-none = Niets te betalen
items = { $count ->
    [one] 1 ding
   *[other] { $count } dingen
  }
a-volunteer = De vrijwilliger

# Weekly hours
hours-always = op elk uur
hours-every-day = elke dag
hours-days = { $first } tot en met { $last }
hours-and = { $others } en { $last }
hours-all-day = de hele dag
hours-midnight = middernacht
hours-next-day = { $time } de dag erna
hours-from-to = van { $from } tot { $to }
