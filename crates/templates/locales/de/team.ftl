# Was das Team für viele zugleich tut: Nachrichten, Abschluss, Doppeltes
tell = Freiwilligen schreiben
    .text = Eine Nachricht an viele. Alle bekommen eine eigene Mail, nach allem, was drängt.
tell-whom = Wer sie bekommt
tell-postcode =
    .hint = Leer lassen für überall.
tell-km = So viele km darum herum
tell-count = Sehen, wie viele
tell-reaches = { $count ->
    [0] Niemand passt zu dieser Auswahl.
    [one] Eine freiwillige Person bekäme sie.
   *[other] { $count } Freiwillige bekämen sie.
  }
tell-never = Ohne Gesperrte, Gegangene, gestörte Postfächer und wer keine Neuigkeiten will.
tell-words = Ihre Worte
tell-subject = Betreff
    .hint = Eine Zeile.
tell-body = Nachricht
    .hint = Reiner Text, höchstens 2000 Zeichen. Nennen Sie niemanden, der um Hilfe bat.
tell-check = Vor dem Senden prüfen
tell-goes = { $count ->
    [one] Das geht an eine freiwillige Person. Zurückholen lässt es sich nicht.
   *[other] Das geht an { $count } Freiwillige. Zurückholen lässt es sich nicht.
  }
tell-around = { $km } km um { $postcode }
tell-preview = So wird sie aussehen
tell-send = { $count ->
    [one] An eine freiwillige Person senden
   *[other] An { $count } Freiwillige senden
  }
tell-back = Ändern
tell-sent = Früher gesendet
tell-sent-none = Noch wurde nichts gesendet.
did-sent = { $count ->
    [one] Die Nachricht geht an eine freiwillige Person.
   *[other] Die Nachricht geht an { $count } Freiwillige.
  }
me-mails = Ihre Nachrichten
    .always = Was eine Zusage ändert, etwa eine Absage, kommt immer.
    .which = Ich möchte auch
me-mail-reminder = Eine Erinnerung, bevor ich gehe
me-mail-taken = Ein Wort, wenn jemand anders geht
me-mail-completed = Einen Dank, wenn die Hilfe bestätigt ist
me-mail-news = Neuigkeiten des Teams
notice-stop-news = Neuigkeiten des Teams beenden?
    .text = Das Team schreibt Ihnen keine Neuigkeiten mehr. Anfragen kommen weiter.
    .tick = Ja, keine Neuigkeiten mehr
    .button = Neuigkeiten beenden
    .link = Lieber meine Einstellungen ändern
notice-news-stopped = Erledigt, keine Neuigkeiten mehr
    .text = Anfragen für Menschen, die Hilfe brauchen, kommen weiter.
    .link = Doch anders
mail-stop-news = Keine Neuigkeiten mehr
mail-message =
    .reason = { $operator } hat dies an Freiwillige von { $site } geschrieben.
error-area-nobody = Niemand passt zu dieser Auswahl. Wählen Sie anders.
error-body-missing = Schreiben Sie eine Nachricht.
error-subject-missing = Schreiben Sie einen Betreff.
error-body-often = Diese Freiwilligen bekamen heute genug Nachrichten. Senden Sie Ihre morgen.
error-km-out-of-range = Wählen Sie 1 bis 200 km.
plan-instead = Oder stattdessen
plan-instead-assign = Stattdessen wählen
requests-export = Anfragen (CSV)
requests-chosen = Gezeigt
closed-ended = Ausgang
closed-ask = Die Anfrage schließen
closed-how = Wie ist es ausgegangen?
    .hint = Es zählt in den Zahlen mit.
error-closed-missing = Sagen Sie, wie es ausging.
closed-done = Von uns geholfen
closed-helped-elsewhere = Anders geholfen
closed-not-needed = Nicht mehr nötig
closed-unreachable = Nicht erreichbar
closed-nobody-found = Niemand gefunden
closed-unsafe = Aus Sicherheit abgelehnt
closed-impossible = Nicht möglich
closed-duplicate = Zweimal gefragt
outcome-nobody-found = niemand gefunden
outcome-unsafe = aus Sicherheit abgelehnt
unmatched-helped-by-team = Vom Team geholfen
unmatched-nobody-found = Das Team fand niemanden
unmatched-unsafe = Aus Sicherheit abgelehnt
unmatched-impossible = Nicht möglich
repeat = Vielleicht dieselbe Anfrage
    .text = Die eine geht weiter, mit Liste und Worten beider. Die andere endet, samt Benachrichtigungen; die Person erfährt es.
repeat-of = Wiederholung von
repeat-keep = { $kept } behalten, { $ended } schließen
repeat-apart = Etwas anderes
error-repeat-held = Dort hat jemand Hilfe versprochen: behalten Sie sie, oder geben Sie erst den Platz frei.
error-repeat-too-long = Zusammen ist ihre Liste zu lang für eine Anfrage.
event-request-merged = Die Wiederholung { $number } geht hier weiter.
event-request-merged-into = Eine Wiederholung: Es geht unter { $number } weiter.
event-request-not-a-repeat = Das Team sagt, dass es keine Wiederholung ist.
task-tell-merged = sagen, dass zwei Anfragen eine werden
todo-tell-merged = Die Person hat zweimal gefragt: Sagen Sie, dass beides als eines weitergeht.
mail-merged =
    .subject = Ihre Anfrage { $reference } geht als eine weiter
    .title = Danach wurde zweimal gefragt
    .intro = Jemand aus dem Team hat beide Anfragen zusammengelegt. Nichts Gesagtes geht verloren.
    .button = Meine Anfrage ansehen
    .after = Sind es zwei verschiedene Dinge? Rufen Sie uns an.
error-consent-spoken = Lesen Sie die Einwilligung laut vor, und wählen Sie dann die Antwort.

# Notes of staff
notes = Notizen des Teams
notes-sealed = Die Worte öffnen sich zusammen mit den Kontaktdaten.
note-add = Eine Notiz hinzufügen
note-text = Notiz
    .hint = Nichts über Gesundheit. Jeder Mensch darf fragen, was über ihn geschrieben steht.
note-follow-up = Darauf zurückkommen am (wenn nötig)
    .hint = An dem Tag erinnert eine Aufgabe die Koordination.
note-save = Notiz behalten
note-back = wieder ansehen: { $day }
task-follow-up = auf eine Notiz zurückkommen
todo-follow-up = Eine Notiz sagt, heute darauf zurückzukommen.
event-note-written = Das Team hat etwas notiert.
