# Staff
staff-sign-in = Anmeldung des Teams
staff-forgotten = Passwort vergessen, oder Telefon und Codes verloren? Bitten Sie die Verwaltung um einen neuen Link.
staff-provider = Über Ihre Organisation anmelden
password = Passwort
second-factor = Code aus Ihrer App
    .hint = Sechs Ziffern.
    .or = Sechs Ziffern. Ohne Ihr Telefon: einer Ihrer Notfallcodes. Beim ersten Mal leer.
set-up = Wählen Sie ein Passwort
    .text = Wählen Sie ein Passwort für Ihren Zugang zu den Seiten des Teams. Danach kommt der Code.
    .button = Speichern und weiter
set-up-password =
    .hint = 15 Zeichen oder mehr. Ein Satz eignet sich gut.
set-up-repeat = Dasselbe, noch einmal
enrol = Ihr zweiter Schlüssel
    .text = Fügen Sie diesen Zugang einer Authenticator-App auf Ihrem Telefon hinzu. Fotografieren Sie das Quadrat oder tippen Sie die Buchstaben ab. Dann geben Sie die sechs Ziffern der App ein.
    .picture = Quadratisches Bild für Ihre App
    .by-hand = Oder tippen Sie:
    .button = Prüfen und anmelden
recovery = Ihre Notfallcodes
    .text = Schreiben Sie sie auf oder drucken Sie sie. Ohne Telefon ersetzt jeder den Code einmal. Sie werden nur dieses Mal gezeigt.
    .button = Ich habe sie aufbewahrt
account = Mein Zugang
account-password = Ein anderes Passwort
    .button = Das Passwort ändern
account-current = Jetziges Passwort
account-new = Neues Passwort
account-codes = { $count ->
    [one] Ein Notfallcode ist übrig.
   *[other] { $count } Notfallcodes sind übrig.
  }
    .button = Zehn neue Codes erstellen
sessions = Wo Sie angemeldet sind
    .text = Beenden Sie, was Sie nicht kennen. Hier bleiben Sie angemeldet, bis Sie auch dieses Gerät abmelden.
sessions-device = Gerät
sessions-since = Seit
sessions-last = Zuletzt benutzt
sessions-here = dieses
sessions-end = Beenden
sessions-end-all = Überall abmelden
sessions-unknown = Unbekanntes Gerät
show = Zeigen
hidden = verdeckt
older = Ältere
next-page = Nächste Seite
all = Alle
export = Exportieren (CSV)
tasks = Was auf Sie wartet
tasks-overdue = { $count ->
    [one] Eine Frist ist vorbei.
   *[other] { $count } Fristen sind vorbei.
  }
tasks-none = Nichts wartet auf Sie. Einen schönen Tag.
tasks-view-open = Zu übernehmen
tasks-view-mine = Meine
tasks-view-done = Erledigt
task-due = Frist { $when }
task-take = Ansehen und übernehmen
task-about = Thema
task-since = Seit
task-why = Warum
task-who = Wer sich kümmert
task-nobody = Noch niemand
task-note = Zu sagen
task-claim = Ich kümmere mich darum
    .text = Die anderen sehen, dass Sie dran sind.
task-finish = Abschließen
task-outcome = Wie ging es aus?
task-snooze = Später, in einer Stunde
task-confirm-request = Anfrage zu bestätigen
task-call-back = zurückzurufen
task-phone-list = anzurufen
task-concern = Sorge
task-vetting = Freiwillige zu prüfen
task-no-show = nicht gekommen
task-vital = lebenswichtig?
task-nobody-found = niemand
task-expired = rechtzeitig niemand
task-releases = zwei Absagen
task-review = zu lesen
task-other = zu tun
outcome-done = Erledigt
outcome-reached = Erreicht
outcome-not-reached = Nicht erreicht
outcome-confirmed = Bestätigt
outcome-refused = Abgelehnt
outcome-matched = Jemand geht hin
outcome-referred = Weitervermittelt
outcome-no-action = Nichts zu tun
phone-list = Wen anrufen
    .text = Die Nächsten zuerst. Namen und Nummern öffnen sich mit einem Grund, und das wird notiert.
volunteer-number = Freiwillige { $number }
reveal = Kontaktdaten ansehen
reveal-ask = Namen und Adresse ansehen
reveal-reason = Warum brauchen Sie sie?
    .hint = Ein Satz. Er wird mit Ihrem Namen notiert.
reveal-noted = Dieses Öffnen ist mit Ihrem Namen und Ihrem Grund notiert.
requests-none = Keine Anfrage mit dieser Auswahl.
needs-attention = zu verfolgen
column-state = Stand
column-priority = Dringlichkeit
column-number = Nummer
column-places = Plätze
column-age = Alter
column-volunteer = Freiwillige
column-load = Last
column-reason = Warum auf diesem Rang
column-answer = Antwort
column-radius = Umkreis
column-week = Nachrichten, 7 Tage
volunteers-total = { $count ->
    [one] 1 freiwillige Person
   *[other] { $count } Freiwillige
  }
volunteers-none = Keine Freiwilligen mit dieser Auswahl.
volunteer-action-approve = Annehmen
volunteer-action-refuse = Ablehnen
volunteer-action-suspend = Sperren
volunteer-action-reinstate = Wieder zulassen
volunteer-vetting = Überprüfung
    .until = Gültig bis { $day }
    .by = Überprüft am { $day }, von { $who }
    .none = Noch nicht überprüft
    .over = Gültig bis { $day }: jetzt nicht mehr
volunteer-lost = Das E-Mail-Postfach ist verloren
    .text = Rufen Sie die bekannte Nummer an, nie eine, die man Ihnen gibt. Fragen Sie, was nur die Person weiß.
    .tick = Ich habe die bekannte Nummer angerufen und mit der Person gesprochen
    .button = Um eine andere Adresse bitten
vetted-until = Gültig bis
    .hint = Lassen Sie dies leer für die übliche Dauer.
volunteer-action-vet = Als überprüft markieren
volunteer-action-unvet = Die Überprüfung beenden
volunteer-at-least = Alter
volunteer-import = ein Import
story = Der Verlauf, das Neueste zuerst
story-now = Jetzt
story-helpers = Wer Ja gesagt hat
story-release = Den Platz freigeben
story-candidates = Wer jetzt helfen kann
story-no-candidate = Im Moment kann niemand helfen. Die Gründe stehen unten.
story-assign = Zuteilen
story-excluded = { $count ->
    [one] 1 freiwillige Person kommt nicht infrage, und warum
   *[other] { $count } Freiwillige kommen nicht infrage, und warum
  }
story-actions = Aktionen
action-open = Bestätigen und suchen
action-confirm = Die Hilfe hat stattgefunden
action-cancel = Die Anfrage absagen
action-resend = Die Nachricht noch einmal schicken
action-widen = Weiter weg suchen
answers-alerted = gefragt
answers-yes = ja
answers-no = nein
answers-silent = ohne Antwort
answers-waiting = offen
alert-queued = geht bald hinaus
alert-sent = gefragt
alert-accepted = ja
alert-declined = nein
alert-expired = ohne Antwort
alert-withdrawn = zurückgezogen
alert-failed = nicht zugestellt
received-web = Über die Seite angekommen, { $when }.
received-phone = Per Telefon angekommen, { $when }.
received-api = Von einem anderen Dienst angekommen, { $when }.
received-import = Importiert, { $when }.
next-wave = Sagt niemand Ja, fragen wir andere: { $when }.
next-ahead = Das liegt noch weit voraus. Freiwillige fragen wir ab { $when }.
next-deadline = Ende: { $when }.
next-call = Ein Mensch übernimmt: { $when }.
next-nothing = Nichts weiter ist geplant.
excluded-category = { $count ->
    [one] 1 gibt diese Hilfe nicht.
   *[other] { $count } geben diese Hilfe nicht.
  }
excluded-skills = Eine Fähigkeit fehlt bei { $count }.
excluded-language = { $count ->
    [one] 1 teilt keine Sprache.
   *[other] { $count } teilen keine Sprache.
  }
excluded-hours = { $count ->
    [one] 1 ist nicht rechtzeitig frei.
   *[other] { $count } sind nicht rechtzeitig frei.
  }
excluded-radius = Es ist zu weit für { $count }.
excluded-blocked = Die Person wünscht sie nicht: { $count }.
excluded-inactive = { $count ->
    [one] 1 ist nicht aktiv.
   *[other] { $count } sind nicht aktiv.
  }
excluded-paused = { $count ->
    [one] 1 macht Pause.
   *[other] { $count } machen Pause.
  }
excluded-quiet-hours = { $count ->
    [one] 1 hat Ruhezeit.
   *[other] { $count } haben Ruhezeit.
  }
excluded-alert-cap = { $count ->
    [one] 1 hat genug Nachrichten bekommen.
   *[other] { $count } haben genug Nachrichten bekommen.
  }
excluded-capacity = { $count ->
    [one] 1 hilft schon jemandem.
   *[other] { $count } helfen schon jemandem.
  }
excluded-already-alerted = { $count ->
    [one] 1 wurde schon gefragt.
   *[other] { $count } wurden schon gefragt.
  }
reason-near = unter den Nächsten
reason-known = kennt die Person
reason-rarely-asked = diesen Monat selten gefragt
reason-fast = antwortet meist schnell
reason-reliable = bringt es zu Ende
reason-free = jetzt frei
reason-language = spricht die Sprache
event-posted = Die Anfrage kommt an.
event-confirmed-by-requester = Die Person bestätigt die Anfrage.
event-opened = Die Suche beginnt.
event-wave = { $count ->
    [one] Runde { $wave }: eine Person, bis zu { $radius } km.
   *[other] Runde { $wave }: { $count } Personen, bis zu { $radius } km.
  }
event-alerted = { $who } bekommt die Nachricht.
event-accepted = { $who } sagt Ja, für { $when }.
event-declined = { $who } sagt Nein. Das ist in Ordnung.
event-alert-expired = { $who } hat nicht rechtzeitig geantwortet.
event-matched = Alle Plätze sind besetzt. Die anderen erfahren es.
event-contacted = { $who } hat die Person angerufen.
event-completed = { $who } sagt, dass es erledigt ist.
event-confirmed = Die Hilfe ist bestätigt.
event-released = { $who } kann doch nicht: { $reason }. Die Anfrage kommt zuerst dran.
event-no-show = { $who } ist nicht gekommen. Die Anfrage kommt zuerst dran.
event-assigned = { $who } bekommt den Platz, von Hand ausgewählt.
event-edited = Die Anfrage ändert sich. Die Nachrichten sind zurückgezogen.
event-cancelled = Die Anfrage ist abgesagt.
event-expired = Die Zeit ist vorbei, ohne dass jemand kam.
event-closed = Die Anfrage ist geschlossen.
event-widened = Die Suche geht weiter hinaus.
event-attention = Die Anfrage braucht einen Menschen.
event-task-opened = Eine Aufgabe öffnet sich: { $reason }.
event-task-done = Die Aufgabe ist erledigt: { $reason }.
event-revealed = { $who } öffnet die Kontaktdaten: { $reason }.
event-concern = Eine Sorge ist gemeldet.
event-blocked = Die Person wünscht diese freiwillige Person nicht mehr.
new-hello = „Guten Tag, hier ist { $site }. Sagen Sie mir, was Sie brauchen.“
new-place = Ort
new-before-day = Vor, am Tag
new-caller = Wer anruft, wenn es jemand anderes ist
new-consent = Zustimmung, Wort für Wort vorzulesen
    .text = „Ich notiere Ihren Namen, Ihr Telefon und Ihre Adresse. Ich gebe sie nur einer Person: der, die kommt. Wir löschen alles { $days } Tage danach. Sind Sie einverstanden?“
    .yes = Die Person sagt Ja
    .no = Die Person sagt Nein: Nichts wird aufbewahrt
new-keep = Die Person möchte, dass wir die Daten { $days } Tage aufbewahren
dash-group = Gruppieren nach
dash-by = Nach Gruppe
dash-number = Anzahl
dash-unmatched = { $count ->
    [one] Warum 1 Anfrage niemanden fand
   *[other] Warum { $count } Anfragen niemanden fanden
  }
dash-period = Vom { $from } bis zum { $to }
chart-requests = Anfragen pro Tag
    .text = Jede Säule ist ein Tag: gefunden, offen, niemand.
chart-first-yes = Zeit bis zum ersten Ja
    .text = Die Hälfte der Anfragen hat in dieser Zeit ein Ja. 95 von 100 in der anderen.
chart-day = Tag
chart-found = gefunden
chart-waiting = offen
chart-nobody = niemand
chart-median = 1 von 2
chart-p95 = 95 von 100
group-day = Tag
group-category = Hilfe
group-area = Gebiet
group-language = Sprache
group-channel = Angekommen über
figure-requests = angekommene Anfragen
figure-match-rate = der Anfragen haben jemanden gefunden
figure-place-fill-rate = der Plätze haben jemanden gefunden
figure-completion-rate = der Zusagen wurden zu Ende gebracht
figure-confirmed-rate = von der Person selbst bestätigt
figure-first-yes-median = bis zum ersten Ja, in der Hälfte der Fälle
figure-first-yes-p95 = bis zum ersten Ja, 95 von 100 Mal
figure-done-median = bis zur Hilfe, in der Hälfte der Fälle
figure-done-p95 = bis zur Hilfe, 95 von 100 Mal
figure-alerts-per-match = Nachrichten für ein Ja
figure-alerts-per-volunteer = Nachrichten pro Woche, höchstens, bei 95 von 100 Freiwilligen
figure-pending = Anfragen, deren Frist noch läuft
fair-title = Fragen wir gerecht?
fair-about = Die letzten 30 Tage. In Reichweite ist, wer nah genug an einer passenden Anfrage wohnt.
fair-in-reach = Freiwillige in Reichweite einer Anfrage
fair-never-asked = davon nie gefragt
fair-forgotten = nie gefragt, obwohl ein Nachbar mehr als fünfmal gefragt wurde
fair-overasked = der Nachrichten gingen an Menschen, die doppelt so oft gefragt wurden wie Nachbarn
fair-gini-alerts = Ungleichheit der Nachrichten: 0, wenn alle gleich oft gefragt werden
fair-gini-places = Ungleichheit der Hilfe zwischen den Orten
fair-by-area = Nach Gebiet
unmatched-no-candidate = Niemand in Reichweite
unmatched-no-answer = Alle Nachrichten ohne Antwort
unmatched-all-declined = Alle haben Nein gesagt
unmatched-too-late = Zu wenig Zeit
unmatched-language = Keine gemeinsame Sprache
unmatched-skills = Eine Fähigkeit fehlt
unmatched-released = Zu spät zurückgegeben
unmatched-other = Anderer Grund
mailbox = Nachrichten der Vorführung
    .text = Keine Nachricht geht hinaus. Folgen Sie den Links wie in einem echten Postfach.
mailbox-to = An
mailbox-empty = Noch keine Nachricht.
mailbox-html = Mit Gestaltung
mailbox-plain = Als Text
unmatched-helped-elsewhere = Anderswo geholfen
unmatched-unreachable = Nicht erreichbar
unmatched-not-needed = Nicht mehr nötig
unmatched-duplicate = Zweimal gefragt
unmatched-closed-by-staff = Vom Team geschlossen
unmatched-given-up-or-partly-filled = Ein Ja, das nicht hielt, oder ein freier Platz
unmatched-nobody-in-reach = Niemand in Reichweite
unmatched-nobody-said-yes = Niemand hat Ja gesagt
waiting-searching = Die Suche geht weiter.
waiting-unconfirmed = Wartet auf die Bestätigung der Person.
waiting-reopened = Ein Platz ist wieder frei und kommt zuerst dran.
waiting-nobody-left = Niemand ist mehr zu fragen.
waiting-deadline-near = Die Frist ist nah.
waiting-vital = Es ist lebenswichtig.
waiting-concern = Jemand macht sich Sorgen.
waiting-not-done = Die Hilfe hat nicht stattgefunden.
waiting-answers = { $asked } gefragt, { $no } Nein, { $silent } ohne Antwort.
todo-call-back = Die Person hat keine E-Mail: Rufen Sie an und besprechen Sie die Anfrage. Ein Ja startet die Suche.
todo-vital-review = Die Person sagt, dass es lebenswichtig ist: Entscheiden Sie.
todo-phone-list = Niemand hat per E-Mail geantwortet: Rufen Sie die Nächsten an.
todo-call-now = Es ist lebenswichtig, und E-Mail ist zu langsam: Rufen Sie jetzt an.
todo-tell-who-comes = Die Person hat keine E-Mail: Sagen Sie ihr, wer kommt, und das Türwort.
todo-ask-done = Die Person hat keine E-Mail: Fragen Sie, ob die Hilfe stattfand.
todo-tell-reopened = Die freiwillige Person kann nicht kommen: Sagen Sie, dass wir neu suchen.
todo-not-done = Die Person sagt, dass niemand kam: Klären Sie, warum, und finden Sie jemanden.
todo-concern = Jemand macht sich Sorgen: Lesen Sie die Nachricht und handeln Sie.
todo-mail-failed = Unsere Nachricht kommt nicht an: Prüfen Sie die Adresse.
todo-vetting = Eine neue freiwillige Person wartet auf Ihr Ja.
todo-release-review = Zwei Zusagen zurückgegeben: Die freiwillige Person macht Pause. Rufen Sie an, dann entscheiden Sie.
todo-returned = Jemand ging gesperrt oder in Prüfung und meldet sich wieder an. Entscheiden Sie.
todo-unmatched = Die Zeit ist um, niemand kam: Sagen Sie es, und finden Sie einen anderen Weg.
concern = Sorge
volunteer-reveal = Namen, E-Mail und Telefon ansehen
volunteer-since = Hier seit
volunteer-promises = Was diese Person versprochen hat
plan-title = Der beste Plan
plan-about = Alles, was wartet, zusammen gesehen. Nichts wird zugeteilt, bevor Sie es sagen.
plan-fills = Der Plan füllt { $filled } von { $places } Plätzen.
plan-beyond = { $count ->
    [one] Eine weitere Anfrage wartet noch.
   *[other] { $count } weitere Anfragen warten noch.
}
plan-none = Jetzt gibt es nichts zu planen.
plan-why = Warum diese Person
plan-otherwise = Ohne dieses Paar
plan-assign = Zuteilen
plan-assign-all = { $count ->
    [one] Das Paar zuteilen
   *[other] Alle { $count } Paare zuteilen
}
plan-told = Jede zugeteilte Person bekommt sofort eine E-Mail. Rufen Sie sie zuerst an, wenn Sie können.
plan-unfilled = Wo Plätze frei bleiben
plan-empty = { $count ->
    [one] ein Platz
   *[other] { $count } Plätze
}
plan-assigned = { $request }: { $volunteer } ist zugeteilt.
plan-taken = { $request }: Kein Platz ist mehr frei.
plan-not-possible = { $request }: { $volunteer } ist nicht mehr möglich.
plan-only-one = Die Einzige, die passt und Zeit hat.
plan-nearest-of = Die Nächste von { $count }, die passen.
plan-nearer-elsewhere = { $count ->
    [one] Jemand, der näher ist, wird anderswo gebraucht.
   *[other] { $count } nähere Personen werden anderswo gebraucht.
}
plan-else-fewer-places = { $count ->
    [one] Ein Platz weniger ist besetzt.
   *[other] { $count } Plätze weniger sind besetzt.
}
plan-else-fewer-vital = { $count ->
    [one] Ein lebenswichtiger Platz weniger ist besetzt.
   *[other] { $count } lebenswichtige Plätze weniger sind besetzt.
}
plan-else-longer = { $count ->
    [0] Der nächste Plan ist etwa gleich kurz.
   *[other] Alle Wege zusammen sind { $count } km länger.
}
audit = Wer welche Daten sah
    .text = Jeder Blick auf Kontaktdaten ist mit dem Grund notiert. Folgen Sie einem Namen: Sie sehen alles, was diese Person sah. Folgen Sie einer Nummer: Sie sehen, wer diese Daten sah.
audit-about = Nummer einer Anfrage
audit-all = Alles zeigen
audit-none = Nichts wurde gesehen.
audit-when = Wann
audit-who = Wer
audit-whose = Daten von
audit-why = Grund
audit-seen-by = Was { $who } sah
audit-seen-of = Wer die Daten von { $whose } sah
audit-everybody = alle, in einem Export
actor-system = ein Befehl des Servers
actor-staff = jemand, der früher im Team war
actor-token = ein Programm
actor-visitor = jemand Unbekanntes
actor-volunteer = die freiwillige Person
actor-requester = die Person selbst
seen-stated = ein Grund, der mit der Person gelöscht wurde
seen-engagement = hat Hilfe versprochen
seen-own-request = die eigene Anfrage
seen-export = Export von allem
access = Wer sich angemeldet hat
    .text = Anmeldungen, misslungene Versuche und Ablehnungen. Eine Zeile pro Minute für jede Seite.
access-none = Niemand hat sich angemeldet.
access-device = Gerät
access-end = Wie es ausging
access-came-in = angemeldet: { $by }
access-turned-away = abgewiesen: { $by }
access-refused = verweigert: { $what }
access-unknown = jemand Unbekanntes ({ $number })
came-in-by-password = Passwort und Code
came-in-by-provider = Identitätsdienst
came-in-by-link = Link in einer Mail
came-in-by-code = Code in einer Mail
retention = Was aufbewahrt wird, und wie lange
    .text = Nach ihrer Frist gehen Daten von selbst. Nur Zahlen bleiben.
retention-what = Was
retention-limit = Frist
retention-last = Zuletzt nachgesehen
retention-gone = Dabei gelöscht
retention-in-all = Insgesamt gelöscht
retention-due = Fällig
retention-at-end = am Ende
retention-days = { $count ->
    [one] Ein Tag
   *[other] { $count } Tage
}
kept-contact = Kontaktdaten und Hinweise, nach der letzten Anfrage
kept-unconfirmed = Freiwillige, die ihre Adresse nie bestätigt haben
kept-inactive = Freiwillige, von denen man nichts hört, nach einer Warnung
kept-barred = Adressen und Nummern derer, die gesperrt gingen
kept-tokens = Links, nach ihrem Ende
kept-jobs = Wecksignale und Änderungen zwischen Knoten
kept-mail = Nachrichten, die erledigt sind
kept-audit = wer welche Daten sah, und die Prüfkette
kept-sessions = Sitzungen, Bremsen und wiederholte Aufrufe
kept-imports = Zeilen gescheiterter Importe
kept-keys = Schlüssel gelöschter Personen
erase-person = Die Daten dieser Person löschen
    .text = Alles, worum diese Person in Ihrem Gebiet gebeten hat, wird abgesagt und gelöscht. Das lässt sich nicht rückgängig machen.
    .sure = Die Person hat darum gebeten
    .button = Löschen
story-skills = Ändern, was zum Helfen gebraucht wird
volunteer-settings = Einstellungen ändern
volunteer-skills = Fähigkeiten
fair-counted = Gezählt: { $when }.
volunteer-hours = Zeiten
