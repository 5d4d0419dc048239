# The coordinator's pages
tab-map = Karte
board-needs = { $count ->
    [0] Nichts braucht jetzt einen Menschen
    [one] Eine Anfrage braucht Sie
   *[other] { $count } Anfragen brauchen Sie
  }
board-searching = { $count ->
    [0] Keine andere Suche läuft.
    [one] Für eine Anfrage läuft die Suche von selbst weiter.
   *[other] Für { $count } Anfragen läuft die Suche von selbst weiter.
  }
board-plan = Den besten Plan ansehen
board-all = Alle
board-reload = Aktualisieren
board-live = Diese Zahlen aktualisieren sich selbst.
need-concern = Sorge
    .act = Lesen und handeln
need-vital = lebenswichtig
    .act = Die Nächsten anrufen
need-not-done = nicht gekommen
    .act = Jemanden finden
need-reopened = Platz wieder frei
    .act = Den Plan ansehen
need-nobody-left = niemand
    .act = Weiter weg suchen
need-deadline-near = dringend
    .act = Die Nächsten anrufen
need-silence = Schweigen
    .act = Andere benachrichtigen
need-old = alt
    .act = Sehen, warum
need-unconfirmed = zu bestätigen
    .act = Anrufen und bestätigen
waiting-silence = Alle Gefragten schweigen.
waiting-old = Sie wartet seit mehr als einem Tag.
need-until = Vor { $when }.
did-resent = { $count ->
    [0] Niemand sonst kann jetzt gefragt werden.
    [one] Eine weitere Person wird gefragt.
   *[other] { $count } weitere Personen werden gefragt.
  }
did-widened = { $count ->
    [0] Auch weiter weg kann niemand gefragt werden.
    [one] Eine Person weiter weg ist eingeladen.
   *[other] { $count } Personen weiter weg sind eingeladen.
  }
story-why = Warum sie wartet
reason-by-hand = vom Team gefragt
event-request-resent = Das Team fragt andere: { $count }.
event-request-widened = Das Team sucht weiter weg.
map-title = Wo Freiwillige fehlen
map-about = Die letzten 28 Tage. Ein Sechseck ist eine Gegend, nie eine Adresse.
map-show = Zeigen
map-show-unmet = Ohne jemanden
map-show-requests = Anfragen
map-show-volunteers = Freiwillige
map-matched = Jemanden gefunden
map-size = Feinheit
map-size-4 = Land
map-size-5 = Region
map-size-6 = Gemeinden
map-size-7 = Viertel
map-size-auto = passend
map-none = Hier gibt es noch keine Anfrage und keine Freiwilligen.
map-text = { $requests } Anfragen, { $unmet } ohne jemanden, { $volunteers } Freiwillige.
map-cell = { $place }: { $numbers }
map-key-well = alles versorgt
map-key-missing = Anfragen, aber keine Freiwilligen
map-key-from-to = { $from } bis { $to }
map-key-from = { $from } und mehr
map-worst = Wo am meisten fehlt
map-place = Bei
map-more = { $shown } von { $total } Zeilen. Die Datei enthält alle.
map-credit = Grund: Natural Earth. Orte: GeoNames (CC BY 4.0), INSEE und La Poste.
compare = Vergleichen mit
compare-before = dem Zeitraum davor
compare-year = ein Jahr früher
compare-none = nichts
compare-told = Verglichen mit { $from } bis { $to }.
compare-up = ▲ { $by } mehr
compare-down = ▼ { $by } weniger
compare-same = = unverändert
compare-points = { $count ->
    [one] { $count } Punkt
   *[other] { $count } Punkte
  }
compare-column = Davor
