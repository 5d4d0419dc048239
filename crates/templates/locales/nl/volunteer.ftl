# Signing up
vol-title = Help bij u in de buurt
vol-lead = Inschrijven duurt twee minuten. Daarna beslist u telkens zelf.
vol-you = U
vol-where = Van waar vertrekt u?
vol-how = Wat u wilt doen
vol-agree = Uw akkoord
vol-name = Voornaam en naam
    .hint = Wie hulp krijgt, leest alleen uw voornaam.
vol-email = E-mailadres
    .hint = Daar sturen we de vragen naartoe.
vol-phone = Telefoon (als u wilt)
    .hint = Voor het team, als er iets is.
vol-street = Straat en nummer (als u wilt)
    .hint = Om de afstand beter te meten. Niemand anders ziet dit.
vol-categories = Welke hulp?
    .hint = Kies er zoveel u wilt.
vol-radius = Hoe ver, in kilometer?
    .hint = In vogelvlucht. Verder gaan we nooit.
vol-languages = Uw talen
vol-days = Uw dagen
    .hint = Niets aangekruist: alle dagen.
vol-hours = Uw uren
    .hint = Laat leeg als alle uren goed zijn.
vol-quiet = Uren zonder berichten
    .hint = Dan vertrekt er niets.
vol-mode = Hoe laten we het u weten?
    .hint = Wat dringend is, komt altijd meteen.
vol-mode-single = Een bericht per aanvraag, zodra die komt
vol-mode-digest = Eén bericht per dag, met wat bij mij in de buurt open is
vol-cap = Berichten per week, hoogstens
    .hint = Wij tellen voor u.
vol-capacity = Keer hulp tegelijk, hoogstens
    .hint = Eén of twee, om te beginnen.
from = Van
until = Tot
vol-consent = Ik ben 18 of ouder. Ik ga akkoord dat mijn antwoorden dienen om mij te verwittigen. Ik kan stoppen wanneer ik wil.
vol-send = Mij inschrijven
vol-what = Hoe werkt het?
    .text = Iemand bij u in de buurt heeft hulp nodig: we schrijven u.
    .text-2 = U zegt ja of nee, in één minuut. Een nee is even welkom als een ja.
    .text-3 = Na een ja krijgt u de naam, de telefoon en het adres.

# An alert
alert-stretch = Dit is verder dan de { $radius } km die u koos. Kunt u voor één keer gaan?
alert-from-home = van bij u thuis, { $place }
alert-remote = Via de telefoon
alert-deadline = ten laatste, op { $day }
alert-items = op de lijst
alert-safety = Om u allebei te beschermen
    .doorstep = Blijf aan de deur, tenzij de persoon u binnenvraagt.
    .word = Zeg het woord dat we u geven.
    .money = Neem geen bankkaart, code of geschenk aan.
    .ill = Bent u ziek? Zeg « Deze keer niet ».
    .worry = Maakt iets u ongerust? Bel ons.
alert-when = Wanneer gaat u?
    .hint = Kies een moment, ook al is het ongeveer. We zeggen het aan de persoon.
alert-moment-now = Meteen
alert-moment-today = Vandaag
alert-moment-tomorrow = Morgen
alert-answer = Mijn antwoord versturen
alert-no = Deze keer niet
alert-no-is-fine = Een nee helpt ons ook: we vragen het meteen aan iemand anders. Deze link werkt tot { $until }.
alert-contact-later = De naam, de telefoon en het adres komen na uw ja.
alert-pause = Verwittig mij een week niet

# The contact page
contact-title = U gaat erheen
contact-thanks = Bedankt, u gaat erheen.
contact-thanks-called = Bedankt, u hebt gebeld.
contact-thanks-done = Bedankt, we noteren dat het klaar is.
contact-told = De persoon weet dat u komt: { $when }.
step-accepted = Aanvaard
step-call = Bellen
step-help = Helpen
step-confirmed = Bevestigd
step-past = (gedaan)
contact-word = Te zeggen aan de deur
contact-where-are-you = Hoe staat het ermee?
contact-called = Ik heb gebeld
contact-done = Het is gedaan
contact-cannot = Ik kan toch niet gaan
    .text = Er kan iets tussenkomen. Zeg het zodra u het weet: we zoeken meteen iemand anders.
contact-reason = Waarom?
contact-release = Mijn plaats afstaan
contact-worry = Iets maakt mij ongerust
    .text = Iemand van het team leest uw bericht vandaag. Bel in gevaar de hulpdiensten.
contact-route = Route
contact-calendar = In mijn agenda zetten
contact-say = Aan de telefoon, om te beginnen
    .text = « Goeiedag, met { $name }, van { $site }. Ik heb uw vraag gelezen. Wanneer mag ik langskomen? »
contact-logged = Deze gegevens dienen voor deze hulp, en voor niets anders. Elke opening van deze pagina wordt genoteerd. Na de hulp sluit ze.
concern-message = Vertel wat er gebeurd is
concern-send = Naar het team sturen
release-ill = Ik ben ziek
release-no-time = Ik heb geen tijd meer
release-too-far = Het is te ver
release-not-reached = Ik kan de persoon niet bereiken
release-already-helped = De persoon is al geholpen
release-wrong-data = Het adres of het nummer klopt niet
release-unsafe = Ik voel me niet veilig
release-other = Iets anders

# The own page
me-hello = Dag { $name }
me-saved = Het is bewaard.
me-promises = Wie u nu helpt
me-nothing = Niemand wacht op u. We schrijven zodra iemand hulp nodig heeft.
me-history = Wie u al hielp
me-move = Mijn vertrekpunt wijzigen
    .text = Dat kan twee keer in 30 dagen, om adressen te beschermen. Laat leeg om niets te wijzigen.
me-pause = Een pauze nemen
    .text = Geen berichten tijdens de pauze. Wat u beloofde, blijft staan.
me-paused = U hebt pauze tot { $until }.
me-pause-week = Eén week
me-pause-month = Eén maand
me-resume = Nu hernemen
me-alerts = { $count ->
    [0] Geen bericht in de laatste zeven dagen.
    [one] Eén bericht in de laatste zeven dagen.
   *[other] { $count } berichten in de laatste zeven dagen.
  }
me-data = Uw gegevens
me-export = Mijn gegevens in een bestand krijgen
me-leave = Stoppen en alles wissen
    .text = Wat u beloofde, geven we aan anderen door. Uw gegevens worden meteen gewist.
    .sure = Ja, wis alles
    .button = Stoppen

# Signing in
sign-in-title = Meld u aan
    .text = Schrijf uw adres. We sturen u een link, zonder wachtwoord.
sign-in-contact = Meld u aan om de gegevens te zien
    .text = Ze gaan alleen voor u open. Schrijf uw adres, we sturen u een link.
sign-in-email = Uw e-mailadres
sign-in-send = Een link krijgen
sign-in-why = Zonder wachtwoord
    .text = De link werkt tien minuten, en maar één keer.
sign-in-new = Ik wil vrijwilliger worden
sign-in-staff = Ik hoor bij het team
sign-in-sent = Open uw mailbox
    .text = Kennen we dit adres, dan is er een link vertrokken. Hij werkt tien minuten.
sign-in-code = Of schrijf de code uit het bericht
    .hint = Acht letters en cijfers.
sign-in-again = Een andere link krijgen

# What is open near
near-title = Open aanvragen bij mij in de buurt
    .text = Elk van deze mensen zoekt nog iemand. U kiest; doet u dat niet, dan hoort niemand het.
near-none = Er is nu niets open bij u in de buurt.
near-choose = Ik ga
near-taken = Iemand was sneller, of het is niet meer open.
near-limit = U hebt voorlopig zoveel aangenomen als mag.
near-before = voor { $when }
