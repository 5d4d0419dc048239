# Around every page
skip = Naar de inhoud
language-label = Taal:
call-us = Bel ons, het is gratis
team = Team
your-menu = Uw menu
tab-tasks = Te doen
tab-requests = Hulpvragen
tab-volunteers = Vrijwilligers
tab-dashboard = Overzicht
my-page = Mijn pagina
sign-out = Afmelden
sign-in = Aanmelden
foot-nav = Onderaan de pagina
foot-choice = Hoe we vrijwilligers kiezen
foot-privacy = Privacy
foot-accessibility = Toegankelijkheid
foot-report = Een probleem melden
danger = In gevaar? Bel { $number }.
run-by = { $site } is een dienst van { $operator }.
banner = Stand van de site
banner-captured = Berichten vertrekken niet. Deze site is nog niet open voor het publiek.
banner-demo = Demonstratie: alles is verzonnen.
banner-demo-clock = Het is { $time }. De tijd gaat { $speed } keer sneller.
banner-demo-mailbox = De berichten lezen
error-prefix = Fout:
error-summary = { $count ->
    [one] Er ontbreekt nog één ding
   *[other] Er ontbreken nog { $count } dingen
  }
continue = Verder
back = Vorige vraag
save = Bewaren
cancel = Annuleren
change = Wijzigen
yes = Ja
no = Nee
none = Geen
see = Bekijken
same-numbers = Dezelfde cijfers in een tabel
prefer-to-talk = Praat u liever? Bel
nothing-lost = Niets van wat u schreef, gaat verloren.

# Home
home-title = Een helpende hand, vlak bij u
home-lead = Buren doen vrijwillig uw boodschappen, gaan langs bij de apotheek of luisteren gewoon even. Het is gratis, voor iedereen.
home-door-ask = Ik heb hulp nodig
home-door-ask-text = Voor uzelf, of voor iemand die u helpt. Vijf eenvoudige vragen, zonder account.
home-door-help = Ik wil helpen
home-door-help-text = Af en toe een uurtje, te voet of met de fiets. U kiest wat, wanneer en hoe ver.
home-door-call = Ik bel liever
home-door-call-text = U krijgt een echt mens aan de lijn, { $hours }.
home-how = Zo gaat het
home-how-1 = U zegt wat u nodig hebt
home-how-1-text = Een boodschappenlijst, een geneesmiddel, of gewoon een stem aan de telefoon.
home-how-2 = Een buur zegt ja
home-how-2-text = We verwittigen telkens maar enkele mensen, vlak bij u.
home-how-3 = U weet wie er komt
home-how-3-text = De voornaam, het moment, en een woord dat u aan de deur vraagt.
home-privacy = Uw adres blijft bij ons.
home-privacy-text = Vrijwilligers zien alleen een buurt. Enkel wie ja heeft gezegd, krijgt uw naam, uw telefoonnummer en uw deur.
home-since = Sinds { $date }
home-helped = { $count ->
    [one] mens geholpen
   *[other] mensen geholpen
  }
home-matched = vragen vonden iemand
home-matched-value = { $share } op 10
home-first-yes = tot een eerste ja, in de helft van de gevallen
home-volunteers = { $count ->
    [one] vrijwilliger staat klaar
   *[other] vrijwilligers staan klaar
  }
home-figures-date = Cijfers van { $date }.
home-figures-how = Hoe we tellen
trap = Laat dit leeg
