# Staff
staff-sign-in = Aanmelden voor het team
staff-forgotten = Wachtwoord vergeten, of telefoon en codes kwijt? Vraag een beheerder om een nieuwe link.
staff-provider = Aanmelden met uw organisatie
password = Wachtwoord
second-factor = Code van uw app
    .hint = Zes cijfers.
    .or = Zes cijfers. Zonder uw telefoon: een van uw herstelcodes. Leeg de eerste keer.
set-up = Kies een wachtwoord
    .text = Kies een wachtwoord voor uw toegang tot de pagina’s van het team. Daarna komt de code.
    .button = Bewaren en verder
set-up-password =
    .hint = 15 tekens of meer. Een zin is prima.
set-up-repeat = Nog eens hetzelfde
enrol = Uw tweede sleutel
    .text = Zet deze toegang in een authenticatie-app op uw telefoon. Scan het vierkant, of typ de letters. Schrijf dan de zes cijfers die de app toont.
    .picture = Vierkante afbeelding voor uw app
    .by-hand = Of typ:
    .button = Controleren en binnengaan
recovery = Uw herstelcodes
    .text = Schrijf ze op of druk ze af. Zonder telefoon vervangt elk één keer de code. Ze worden alleen nu getoond.
    .button = Ik heb ze bewaard
account = Mijn toegang
account-password = Een ander wachtwoord
    .button = Wachtwoord wijzigen
account-current = Wachtwoord nu
account-new = Nieuw wachtwoord
account-codes = { $count ->
    [one] Er is nog { $count } herstelcode.
   *[other] Er zijn nog { $count } herstelcodes.
  }
    .button = Tien nieuwe codes maken
sessions = Waar u aangemeld bent
    .text = Sluit wat u niet kent. Hier blijft u aangemeld, tenzij u ook dit toestel sluit.
sessions-device = Toestel
sessions-since = Sinds
sessions-last = Laatst gebruikt
sessions-here = dit toestel
sessions-end = Sluiten
sessions-end-all = Overal afmelden
sessions-unknown = Onbekend toestel
show = Tonen
hidden = verborgen
older = Oudere
next-page = Volgende pagina
all = Alle
export = Exporteren (CSV)
tasks = Wat op u wacht
tasks-overdue = { $count ->
    [one] Eén termijn is voorbij.
   *[other] { $count } termijnen zijn voorbij.
  }
tasks-none = Er wacht niets op u. Nog een fijne dag.
tasks-view-open = Te nemen
tasks-view-mine = Van mij
tasks-view-done = Klaar
task-due = tegen { $when }
task-take = Bekijken en nemen
task-about = Onderwerp
task-since = Sinds
task-why = Waarom
task-who = Wie doet het
task-nobody = Nog niemand
task-note = Te zeggen
task-claim = Ik doe het
    .text = De anderen zien dat u ermee bezig bent.
task-finish = Afronden
task-outcome = Hoe is het afgelopen?
task-snooze = Later, over een uur
task-confirm-request = vraag te bevestigen
task-call-back = terug te bellen
task-phone-list = op te bellen
task-concern = zorg
task-vetting = vrijwilliger na te kijken
task-no-show = niet gekomen
task-vital = van levensbelang?
task-nobody-found = niemand
task-expired = niemand op tijd
task-releases = twee keer afgestaan
task-review = na te lezen
task-other = te doen
outcome-done = Gedaan
outcome-reached = Bereikt
outcome-not-reached = Niet bereikt
outcome-confirmed = Bevestigd
outcome-refused = Geweigerd
outcome-matched = Iemand gaat
outcome-referred = Doorverwezen
outcome-no-action = Niets te doen
phone-list = Wie bellen
    .text = De dichtste eerst. Namen en nummers gaan open met een reden, en dat wordt genoteerd.
volunteer-number = Vrijwilliger { $number }
reveal = De gegevens bekijken
reveal-ask = Naam en adres bekijken
reveal-reason = Waarom hebt u ze nodig?
    .hint = Eén zin. Ze wordt met uw naam genoteerd.
reveal-noted = Deze opening is genoteerd met uw naam en uw reden.
requests-none = Geen hulpvraag met deze keuzes.
needs-attention = op te volgen
column-state = Stand
column-priority = Voorrang
column-number = Nummer
column-places = Plaatsen
column-age = Leeftijd
column-volunteer = Vrijwilliger
column-load = Bezig
column-reason = Waarom op deze plaats
column-answer = Antwoord
column-radius = Straal
column-week = Oproepen, 7 dagen
volunteers-total = { $count ->
    [one] 1 vrijwilliger
   *[other] { $count } vrijwilligers
  }
volunteers-none = Geen vrijwilliger met deze keuzes.
volunteer-action-approve = Aanvaarden
volunteer-action-refuse = Weigeren
volunteer-action-suspend = Schorsen
volunteer-action-reinstate = Herstellen
volunteer-vetting = Nagekeken
    .until = Geldig tot { $day }
    .by = Gedaan op { $day }, door { $who }
    .none = Nog niet
    .over = Geldig tot { $day }: niet meer
volunteer-lost = De mailbox is verloren
    .text = Bel het bekende nummer, nooit een nummer dat u krijgt. Vraag iets wat alleen de persoon weet.
    .tick = Ik belde het bekende nummer en sprak met de vrijwilliger
    .button = Een ander adres vragen
vetted-until = Geldig tot
    .hint = Laat leeg voor de gewone duur.
volunteer-action-vet = Als nagekeken aanduiden
volunteer-action-unvet = Geldigheid beëindigen
volunteer-at-least = Leeftijd
volunteer-import = een import
story = Het verhaal, het nieuwste eerst
story-now = Nu
story-helpers = Wie ja zei
story-release = De plaats vrijmaken
story-candidates = Wie nu kan helpen
story-no-candidate = Niemand kan nu helpen. De redenen staan eronder.
story-assign = Toewijzen
story-excluded = { $count ->
    [one] 1 vrijwilliger valt af, en waarom
   *[other] { $count } vrijwilligers vallen af, en waarom
  }
story-actions = Acties
action-open = Bevestigen en zoeken
action-confirm = De hulp is er geweest
action-cancel = De vraag annuleren
action-resend = De oproep opnieuw sturen
action-widen = Verder zoeken
answers-alerted = verwittigd
answers-yes = ja
answers-no = nee
answers-silent = zonder antwoord
answers-waiting = wachten nog
alert-queued = vertrekt zo
alert-sent = verwittigd
alert-accepted = ja
alert-declined = nee
alert-expired = geen antwoord
alert-withdrawn = ingetrokken
alert-failed = niet bezorgd
received-web = Gekregen via de pagina, { $when }.
received-phone = Gekregen via de telefoon, { $when }.
received-api = Gekregen van een andere dienst, { $when }.
received-import = Ingevoerd, { $when }.
next-wave = Zegt niemand ja, dan vragen we anderen: { $when }.
next-ahead = Het is nog ver weg: we vragen vrijwilligers vanaf { $when }.
next-deadline = Einde: { $when }.
next-call = Een mens neemt het over: { $when }.
next-nothing = Er is niets meer gepland.
excluded-category = { $count ->
    [one] 1 doet deze hulp niet.
   *[other] { $count } doen deze hulp niet.
  }
excluded-skills = { $count } missen een vaardigheid.
excluded-language = { $count ->
    [one] 1 deelt geen taal.
   *[other] { $count } delen geen taal.
  }
excluded-hours = { $count ->
    [one] 1 is niet op tijd vrij.
   *[other] { $count } zijn niet op tijd vrij.
  }
excluded-radius = Voor { $count } is het te ver.
excluded-blocked = De persoon wenst { $count } niet.
excluded-inactive = { $count ->
    [one] 1 is niet actief.
   *[other] { $count } zijn niet actief.
  }
excluded-paused = { $count ->
    [one] 1 heeft pauze.
   *[other] { $count } hebben pauze.
  }
excluded-quiet-hours = { $count ->
    [one] 1 heeft stille uren.
   *[other] { $count } hebben stille uren.
  }
excluded-alert-cap = { $count ->
    [one] 1 kreeg al genoeg oproepen.
   *[other] { $count } kregen al genoeg oproepen.
  }
excluded-capacity = { $count ->
    [one] 1 helpt al iemand.
   *[other] { $count } helpen al iemand.
  }
excluded-already-alerted = { $count ->
    [one] 1 is al verwittigd.
   *[other] { $count } zijn al verwittigd.
  }
reason-near = bij de dichtste
reason-known = kent de persoon
reason-rarely-asked = weinig gevraagd deze maand
reason-fast = antwoordt meestal snel
reason-reliable = doet wat beloofd is
reason-free = nu vrij
reason-language = spreekt de taal
event-posted = De vraag komt binnen.
event-confirmed-by-requester = De persoon bevestigt de vraag.
event-opened = De zoektocht begint.
event-wave = { $count ->
    [one] Golf { $wave }: één persoon, tot { $radius } km.
   *[other] Golf { $wave }: { $count } mensen, tot { $radius } km.
  }
event-alerted = { $who } krijgt de oproep.
event-accepted = { $who } zegt ja, voor { $when }.
event-declined = { $who } zegt nee. Dat mag.
event-alert-expired = { $who } antwoordde niet op tijd.
event-matched = Alle plaatsen zijn bezet. De anderen horen het.
event-contacted = { $who } heeft de persoon gebeld.
event-completed = { $who } zegt dat het klaar is.
event-confirmed = De hulp is bevestigd.
event-released = { $who } kan toch niet: { $reason }. De vraag krijgt voorrang.
event-no-show = { $who } is niet gekomen. De vraag krijgt voorrang.
event-assigned = { $who } krijgt de plaats, met de hand gekozen.
event-edited = De vraag verandert. De oproepen zijn ingetrokken.
event-cancelled = De vraag is geannuleerd.
event-expired = De termijn is voorbij zonder iemand.
event-closed = De vraag is gesloten.
event-widened = De zoektocht gaat verder.
event-attention = Voor deze vraag is een mens nodig.
event-task-opened = Er komt een taak bij: { $reason }.
event-task-done = De taak is klaar: { $reason }.
event-revealed = { $who } opent de gegevens: { $reason }.
event-concern = Een zorg is gemeld.
event-blocked = De persoon wenst een vrijwilliger niet meer.
new-hello = “Goeiedag, u spreekt met { $site }. Zegt u maar wat u nodig hebt.”
new-place = Gemeente
new-before-day = Vóór, op dag
new-caller = Wie belt, als het iemand anders is
new-consent = Akkoord, woord voor woord te lezen
    .text = “Ik noteer uw naam, uw telefoon en uw adres. Ik geef ze aan één persoon: wie komt. We wissen alles { $days } dagen later. Gaat u akkoord?”
    .yes = De persoon zegt ja
    .no = De persoon zegt nee: niets wordt bewaard
new-keep = De persoon wil dat we de gegevens { $days } dagen bewaren
dash-group = Groeperen per
dash-by = Per groep
dash-number = Aantal
dash-unmatched = { $count ->
    [one] Waarom 1 vraag niemand vond
   *[other] Waarom { $count } vragen niemand vonden
  }
dash-period = Van { $from } tot { $to }
chart-requests = Hulpvragen per dag
    .text = Elke kolom is een dag: gevonden, wachtend, zonder iemand.
chart-first-yes = Tijd tot de eerste ja
    .text = De helft van de vragen krijgt binnen die tijd een ja. 95 op 100 binnen de andere.
chart-day = Dag
chart-found = gevonden
chart-waiting = wacht
chart-nobody = niemand
chart-median = 1 op 2
chart-p95 = 95 op 100
group-day = Dag
group-category = Hulp
group-area = Streek
group-language = Taal
group-channel = Gekregen via
figure-requests = hulpvragen gekregen
figure-match-rate = van de vragen vond iemand
figure-place-fill-rate = van de plaatsen vond iemand
figure-completion-rate = van de ja’s ging tot het einde
figure-confirmed-rate = bevestigd door wie hulp kreeg
figure-first-yes-median = tot de eerste ja, in de helft van de gevallen
figure-first-yes-p95 = tot de eerste ja, 95 keer op 100
figure-done-median = tot de hulp, in de helft van de gevallen
figure-done-p95 = tot de hulp, 95 keer op 100
figure-alerts-per-match = oproepen voor één ja
figure-alerts-per-volunteer = oproepen per week, hoogstens, voor 95 vrijwilligers op 100
figure-pending = vragen nog niet op termijn
fair-title = Vragen we iedereen evenveel?
fair-about = De laatste 30 dagen. In bereik is wie dicht genoeg bij een passende vraag woont.
fair-in-reach = vrijwilligers in bereik van een vraag
fair-never-asked = van hen nooit gevraagd
fair-forgotten = nooit gevraagd terwijl een buur meer dan vijf keer werd gevraagd
fair-overasked = van de oproepen ging naar mensen die dubbel zo vaak gevraagd worden als hun buren
fair-gini-alerts = ongelijkheid van de oproepen: 0 als iedereen evenveel gevraagd wordt
fair-gini-places = ongelijkheid van hulp tussen plaatsen
fair-by-area = Per zone
unmatched-no-candidate = Niemand in de buurt
unmatched-no-answer = Alle oproepen zonder antwoord
unmatched-all-declined = Iedereen zei nee
unmatched-too-late = Te weinig tijd
unmatched-language = Geen gemeenschappelijke taal
unmatched-skills = Er ontbreekt een vaardigheid
unmatched-released = Te laat vrijgekomen
unmatched-other = Andere reden
mailbox = Berichten van de demonstratie
    .text = Er vertrekt geen enkel bericht. Volg de links zoals in een echte mailbox.
mailbox-to = Aan
mailbox-empty = Nog geen bericht.
mailbox-html = Opgemaakt
mailbox-plain = Als tekst
unmatched-helped-elsewhere = Elders geholpen
unmatched-unreachable = Niet te bereiken
unmatched-not-needed = Niet meer nodig
unmatched-duplicate = Twee keer gevraagd
unmatched-closed-by-staff = Afgesloten door het team
unmatched-given-up-or-partly-filled = Een ja die niet bleef, of een plaats die vrij bleef
unmatched-nobody-in-reach = Niemand in de buurt
unmatched-nobody-said-yes = Niemand zei ja
waiting-searching = Het zoeken gaat door.
waiting-unconfirmed = Wacht op de bevestiging van de persoon.
waiting-reopened = Er is weer een plaats vrij; die gaat voor.
waiting-nobody-left = Er is niemand meer om te vragen.
waiting-deadline-near = De tijd is bijna om.
waiting-vital = Het is van levensbelang.
waiting-concern = Iemand maakt zich zorgen.
waiting-not-done = De hulp is er niet geweest.
waiting-answers = { $asked } verwittigd, { $no } nee, { $silent } zonder antwoord.
todo-call-back = De persoon liet geen e-mail na: bel om de vraag te overlopen. Een ja start het zoeken.
todo-vital-review = De persoon zegt dat het van levensbelang is: beslis.
todo-phone-list = Geen vrijwilliger antwoordde per e-mail: bel de dichtstbijzijnde.
todo-call-now = Het is van levensbelang en e-mail is te traag: bel nu.
todo-tell-who-comes = De persoon heeft geen e-mail: zeg wie er komt, en het woord aan de deur.
todo-ask-done = De persoon heeft geen e-mail: vraag of de hulp er geweest is.
todo-tell-reopened = De vrijwilliger kan toch niet komen: zeg dat we opnieuw zoeken.
todo-not-done = De persoon zegt dat er niemand kwam: zoek uit waarom, en vind iemand.
todo-concern = Iemand maakt zich zorgen: lees het bericht en doe iets.
todo-mail-failed = Ons bericht komt niet aan: kijk het adres na.
todo-vetting = Een nieuwe vrijwilliger wacht op uw ja.
todo-release-review = Twee beloftes teruggegeven: de vrijwilliger staat op pauze. Bel, en beslis dan.
todo-returned = Iemand die geschorst of in onderzoek vertrok, meldt zich weer aan. Beslis.
todo-unmatched = De tijd is om en er is niemand: zeg het, en zoek een andere weg.
concern = Zorg
volunteer-reveal = Naam, e-mail en telefoon zien
volunteer-since = Hier sinds
volunteer-promises = Wat beloofd is
plan-title = Het beste plan
plan-about = Alles wat wacht, samen bekeken. Niets wordt toegewezen zonder uw akkoord.
plan-fills = Het plan vult { $filled } van { $places } plaatsen.
plan-beyond = { $count ->
    [one] Er wacht nog één hulpvraag.
   *[other] Er wachten nog { $count } hulpvragen.
}
plan-none = Er valt nu niets te plannen.
plan-why = Waarom deze persoon
plan-otherwise = Zonder dit paar
plan-assign = Toewijzen
plan-assign-all = { $count ->
    [one] Het paar toewijzen
   *[other] Alle { $count } paren toewijzen
}
plan-told = Wie toegewezen wordt, krijgt meteen een mail. Bel eerst als dat kan.
plan-unfilled = Waar plaatsen leeg blijven
plan-empty = { $count ->
    [one] één plaats
   *[other] { $count } plaatsen
}
plan-assigned = { $request }: { $volunteer } is toegewezen.
plan-taken = { $request }: er is geen plaats meer vrij.
plan-not-possible = { $request }: { $volunteer } kan niet meer.
plan-only-one = De enige die past en tijd heeft.
plan-nearest-of = De dichtste van { $count } die passen.
plan-nearer-elsewhere = { $count ->
    [one] Iemand die dichter woont, is elders nodig.
   *[other] { $count } mensen die dichter wonen, zijn elders nodig.
}
plan-else-fewer-places = { $count ->
    [one] Er wordt één plaats minder gevuld.
   *[other] Er worden { $count } plaatsen minder gevuld.
}
plan-else-fewer-vital = { $count ->
    [one] Er wordt één plaats van levensbelang minder gevuld.
   *[other] Er worden { $count } plaatsen van levensbelang minder gevuld.
}
plan-else-longer = { $count ->
    [0] Het volgende plan is ongeveer even kort.
   *[other] Alle wegen samen zijn { $count } km langer.
}
audit = Wie zag welke gegevens
    .text = Elke keer dat iemand contactgegevens ziet, wordt dat genoteerd, met de reden. Volg een naam om te zien wat die persoon zag. Volg een referentie om te zien wie deze gegevens zag.
audit-about = Referentie van een hulpvraag
audit-all = Alles tonen
audit-none = Er is niets bekeken.
audit-when = Wanneer
audit-who = Wie
audit-whose = Gegevens van
audit-why = Waarom
audit-seen-by = Wat { $who } zag
audit-seen-of = Wie de gegevens van { $whose } zag
audit-everybody = iedereen, in een export
actor-system = een commando van de server
actor-staff = een vroegere collega
actor-token = een programma
actor-visitor = iemand onbekend
actor-volunteer = de vrijwilliger
actor-requester = de persoon zelf
seen-stated = een reden die met de persoon gewist is
seen-engagement = heeft beloofd te helpen
seen-own-request = de eigen hulpvraag
seen-export = export van alles
access = Wie zich aanmeldde
    .text = Aanmeldingen, mislukte pogingen en weigeringen. Eén regel per minuut voor elke pagina.
access-none = Niemand meldde zich aan.
access-device = Toestel
access-end = Hoe het afliep
access-came-in = aangemeld: { $by }
access-turned-away = niet gelukt: { $by }
access-refused = geweigerd: { $what }
access-unknown = iemand onbekend ({ $number })
came-in-by-password = wachtwoord en code
came-in-by-provider = identiteitsdienst
came-in-by-link = link in een mail
came-in-by-code = code in een mail
retention = Wat we bewaren, en hoelang
    .text = Voorbij de grens verdwijnt een soort gegevens vanzelf. Alleen aantallen blijven.
retention-what = Wat
retention-limit = Grens
retention-last = Laatst nagekeken
retention-gone = Toen weg
retention-in-all = In totaal weg
retention-due = Te wissen
retention-at-end = bij het einde
retention-days = { $count ->
    [one] Eén dag
   *[other] { $count } dagen
}
kept-contact = contactgegevens en nota’s, na de laatste hulpvraag
kept-unconfirmed = vrijwilligers die hun adres nooit bevestigden
kept-inactive = vrijwilligers zonder nieuws, na een waarschuwing
kept-barred = adressen en nummers van wie geschorst vertrok
kept-tokens = links, na hun einde
kept-jobs = wekkers, en wijzigingen tussen knooppunten
kept-mail = afgehandelde mails
kept-audit = wie welke gegevens zag, en de auditketen
kept-sessions = sessies, remmen en herhaalde oproepen
kept-imports = rijen van mislukte imports
kept-keys = sleutels van wie gewist is
erase-person = De gegevens van deze persoon wissen
    .text = Alles wat deze persoon in uw gebied vroeg, wordt ingetrokken en gewist. Dit kan niet ongedaan gemaakt worden.
    .sure = De persoon heeft erom gevraagd
    .button = Wissen
story-skills = Veranderen wat nodig is om te helpen
volunteer-settings = Instellingen veranderen
volunteer-skills = Vaardigheden
fair-counted = Geteld op { $when }.
volunteer-hours = Uren
