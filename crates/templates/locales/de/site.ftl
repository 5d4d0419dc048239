# Around every page
skip = Zum Inhalt springen
language-label = Sprache:
call-us = Rufen Sie uns an, es ist kostenlos
team = Team
your-menu = Ihr Menü
tab-tasks = Zu tun
tab-requests = Anfragen
tab-volunteers = Freiwillige
tab-dashboard = Übersicht
my-page = Meine Seite
sign-out = Abmelden
sign-in = Anmelden
foot-nav = Unten auf der Seite
foot-choice = Wie Freiwillige ausgewählt werden
foot-privacy = Datenschutz
foot-accessibility = Barrierefreiheit
foot-report = Ein Problem melden
danger = In Gefahr? Rufen Sie { $number } an.
run-by = { $site } wird betrieben von { $operator }.
banner = Zustand der Seite
banner-captured = Nachrichten gehen nicht hinaus. Diese Seite ist noch nicht öffentlich.
banner-demo = Vorführung: Alles ist erfunden.
banner-demo-clock = Es ist { $time }. Die Zeit läuft { $speed }-mal schneller.
banner-demo-mailbox = Nachrichten lesen
error-prefix = Fehler:
error-summary = { $count ->
    [one] Eines fehlt noch
   *[other] { $count } Angaben fehlen noch
  }
continue = Weiter
back = Vorige Frage
save = Speichern
cancel = Abbrechen
change = Ändern
yes = Ja
no = Nein
none = Keine
see = Ansehen
same-numbers = Dieselben Zahlen als Tabelle
prefer-to-talk = Möchten Sie lieber sprechen? Rufen Sie an:
nothing-lost = Nichts von dem, was Sie geschrieben haben, geht verloren.

# Home
home-title = Eine helfende Hand, ganz in Ihrer Nähe
home-lead = Nachbarn kaufen für Sie ein, gehen zur Apotheke oder hören Ihnen zu. Kostenlos, für alle.
home-door-ask = Ich brauche Hilfe
home-door-ask-text = Für Sie oder für jemanden, dem Sie helfen. Fünf einfache Fragen, kein Konto.
home-door-help = Ich möchte helfen
home-door-help-text = Ab und zu eine Stunde, zu Fuß oder mit dem Rad. Sie wählen was, wann und wie weit.
home-door-call = Ich rufe lieber an
home-door-call-text = Ein echter Mensch antwortet Ihnen, { $hours }.
home-how = So geht es
home-how-1 = Sie sagen, was Sie brauchen
home-how-1-text = Eine Einkaufsliste, ein Medikament oder nur eine Stimme am Telefon.
home-how-2 = Ein Nachbar sagt Ja
home-how-2-text = Wir fragen wenige Menschen auf einmal, ganz in Ihrer Nähe.
home-how-3 = Sie wissen, wer kommt
home-how-3-text = Der Vorname, die Zeit und ein Wort, nach dem Sie an der Tür fragen.
home-privacy = Ihre Adresse bleibt bei uns.
home-privacy-text = Freiwillige sehen ein Viertel. Nur wer Ja gesagt hat, erfährt Namen, Telefon und Adresse.
home-since = Seit dem { $date }
home-helped = { $count ->
    [one] Mensch hat Hilfe bekommen
   *[other] Menschen haben Hilfe bekommen
  }
home-matched = Anfragen haben jemanden gefunden
home-matched-value = { $share } von 10
home-first-yes = bis zum ersten Ja, in der Hälfte der Fälle
home-volunteers = { $count ->
    [one] Person ist bereit zu helfen
   *[other] Freiwillige sind bereit zu helfen
  }
home-figures-date = Zahlen vom { $date }.
home-figures-how = Wie wir zählen
trap = Lassen Sie dieses Feld leer
