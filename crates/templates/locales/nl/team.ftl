# Wat het team voor velen tegelijk doet: berichten, afsluiten, samenvoegen
tell = Vrijwilligers schrijven
    .text = Eén bericht voor velen. Ieder krijgt een eigen mail, na alles wat dringt.
tell-whom = Wie het krijgt
tell-postcode =
    .hint = Laat leeg voor overal.
tell-km = Zoveel km eromheen
tell-count = Bekijk hoeveel
tell-reaches = { $count ->
    [0] Niemand past bij deze keuzes.
    [one] Eén vrijwilliger zou het krijgen.
   *[other] { $count } vrijwilligers zouden het krijgen.
  }
tell-never = Niet: wie geschorst of vertrokken is, geen post ontvangt of geen nieuws wil.
tell-words = Uw woorden
tell-subject = Onderwerp
    .hint = Eén regel.
tell-body = Bericht
    .hint = Gewone tekst, hoogstens 2000 tekens. Noem niemand die om hulp vroeg.
tell-check = Nakijken voor het verzenden
tell-goes = { $count ->
    [one] Dit gaat naar één vrijwilliger. Terughalen kan niet.
   *[other] Dit gaat naar { $count } vrijwilligers. Terughalen kan niet.
  }
tell-around = { $km } km rond { $postcode }
tell-preview = Zo zal het eruitzien
tell-send = { $count ->
    [one] Verzenden naar één vrijwilliger
   *[other] Verzenden naar { $count } vrijwilligers
  }
tell-back = Wijzigen
tell-sent = Eerder verzonden
tell-sent-none = Er is nog niets verzonden.
did-sent = { $count ->
    [one] Het bericht is onderweg naar één vrijwilliger.
   *[other] Het bericht is onderweg naar { $count } vrijwilligers.
  }
me-mails = Uw berichten
    .always = Wat een afspraak verandert, zoals een annulering, komt altijd.
    .which = Ik wil ook
me-mail-reminder = Een herinnering voor ik ga
me-mail-taken = Een woordje als iemand anders gaat
me-mail-completed = Een dankwoord als de hulp bevestigd is
me-mail-news = Nieuws van het team
notice-stop-news = Het nieuws van het team stoppen?
    .text = Het team schrijft u geen nieuws meer. Oproepen blijven komen.
    .tick = Ja, geen nieuws meer
    .button = Nieuws stoppen
    .link = Liever mijn instellingen wijzigen
notice-news-stopped = Klaar, geen nieuws meer
    .text = Oproepen voor mensen die hulp nodig hebben blijven komen.
    .link = Toch anders
mail-stop-news = Geen nieuws meer
mail-message =
    .reason = { $operator } schreef dit aan de vrijwilligers van { $site }.
error-area-nobody = Niemand past bij deze keuzes. Kies andere.
error-body-missing = Schrijf een bericht.
error-subject-missing = Schrijf een onderwerp.
error-body-often = Deze vrijwilligers kregen vandaag genoeg berichten. Verzend het uwe morgen.
error-km-out-of-range = Kies van 1 tot 200 km.
plan-instead = Of anders
plan-instead-assign = Deze kiezen
requests-export = Aanvragen (CSV)
requests-chosen = Getoond
closed-ended = Afloop
closed-ask = De aanvraag afsluiten
closed-how = Hoe is het afgelopen?
    .hint = Het telt mee in de cijfers.
error-closed-missing = Zeg hoe het is afgelopen.
closed-done = Door ons geholpen
closed-helped-elsewhere = Anders geholpen
closed-not-needed = Niet meer nodig
closed-unreachable = Niet te bereiken
closed-nobody-found = Niemand gevonden
closed-unsafe = Geweigerd om veiligheid
closed-impossible = Niet mogelijk
closed-duplicate = Twee keer gevraagd
outcome-nobody-found = niemand gevonden
outcome-unsafe = geweigerd om veiligheid
unmatched-helped-by-team = Door het team geholpen
unmatched-nobody-found = Het team vond niemand
unmatched-unsafe = Geweigerd om veiligheid
unmatched-impossible = Niet mogelijk
repeat = Misschien dezelfde aanvraag
    .text = De ene gaat verder met lijst en woorden van beide. De andere eindigt, oproepen vervallen, de persoon hoort het.
repeat-of = Herhaling van
repeat-keep = { $kept } houden, { $ended } afsluiten
repeat-apart = Iets anders
error-repeat-held = Iemand heeft daar hulp beloofd: houd die, of maak eerst de plaats vrij.
error-repeat-too-long = Samen is hun lijst te lang voor één aanvraag.
event-request-merged = De herhaling { $number } gaat hier verder.
event-request-merged-into = Een herhaling: het gaat verder als { $number }.
event-request-not-a-repeat = Het team zegt dat het geen herhaling is.
task-tell-merged = zeggen dat twee aanvragen één worden
todo-tell-merged = De persoon vroeg het twee keer: zeg dat beide als één verdergaan.
mail-merged =
    .subject = Uw aanvraag { $reference } gaat verder als één
    .title = Dit is twee keer gevraagd
    .intro = Iemand van het team voegde beide aanvragen samen. Niets wat u zei gaat verloren.
    .button = Mijn aanvraag bekijken
    .after = Zijn het twee verschillende dingen? Bel ons.
error-consent-spoken = Lees het akkoord hardop voor en kies dan wat de persoon zegt.

# Notes of staff
notes = Notities van het team
notes-sealed = De woorden openen samen met de contactgegevens.
note-add = Een notitie toevoegen
note-text = Notitie
    .hint = Niets over gezondheid. De persoon mag vragen wat over hem staat.
note-follow-up = Erop terugkomen op (indien nodig)
    .hint = Die dag herinnert een taak de coördinatie eraan.
note-save = Notitie bewaren
note-back = opnieuw te bekijken: { $day }
task-follow-up = op een notitie terugkomen
todo-follow-up = Een notitie zegt er vandaag op terug te komen.
event-note-written = Het team heeft iets genoteerd.
