# A visit, on the side of the volunteer
calendar-about = Adresse und Telefon stehen auf Ihrer Seite: { $page }
contact-going = Ich gehe jetzt los
contact-thanks-going = Sie sind unterwegs. Die Person sieht es auf ihrer Seite.
contact-route-app = Die Karte öffnet sich auf Ihrem Telefon.
contact-minutes = Wie lange hat es gedauert? (wenn Sie mögen)
    .hint = Um Ihnen zu danken, und um zu zählen, was Nachbarn geben.
minutes-30 = Eine halbe Stunde
minutes-60 = Eine Stunde
minutes-120 = Zwei Stunden
minutes-240 = Einen halben Tag
event-engagement-on-the-way = Freiwillige Person { $who } ist unterwegs.
event-request-went-well = Die Person sagt: Die Hilfe war gut.
event-request-went-badly = Die Person sagt: Die Hilfe war nicht gut.

# The same visit, on the side of the person
manage-going = { $name } ist unterwegs.
manage-feedback = Wie war die Hilfe?
    .text = Ein Tippen genügt. Nur das Team liest es.
    .good = Gut
    .bad = Nicht gut
manage-feedback-good = Ihre Antwort: gut. Danke.
manage-feedback-bad = Ihre Antwort: nicht gut. Sagen Sie uns warum, wenn Sie mögen.

# What a volunteer gave, and the wait between
me-given = { $count ->
    [one] Sie haben einmal geholfen. Danke.
   *[other] Sie haben { $count } Mal geholfen. Danke.
  }
me-hours = { $hours ->
    [one] Das ist eine Stunde für Ihre Nachbarn.
   *[other] Das sind { $hours } Stunden für Ihre Nachbarn.
  }
me-wait = Warum fragt mich niemand?
    .text = Meist ist das eine gute Nachricht. Es gibt mehr Freiwillige als Anfragen.
    .wider = Mit mehr Arten von Hilfe oder größerem Umkreis fragen wir Sie öfter.
    .rest = Bleiben Sie in der Nähe. Auch ein ruhiger Tag zählt.
me-wait-area = In den letzten 30 Tagen, in { $area }: Anfragen { $requests }, Freiwillige { $volunteers }.
me-wait-all = In den letzten 30 Tagen: Anfragen { $requests }, Freiwillige { $volunteers }.
me-wait-near = { $count ->
    [one] Gerade ist eine Anfrage in Ihrer Nähe offen.
   *[other] Gerade sind { $count } Anfragen in Ihrer Nähe offen.
  }

# Where a volunteer starts from
me-places = Wo Sie aufbrechen
    .text = Höchstens drei: zu Hause, die Arbeit. Der nächste Ort zählt.
me-places-home = Ihr Zuhause
me-places-remove = Entfernen
me-places-add = Einen Ort hinzufügen
    .button = Hinzufügen
me-places-where = Postleitzahl oder Ort
    .hint = Zum Beispiel der Ihrer Arbeit.
me-map = Wie weit Sie gehen
    .text = Ein Punkt für jeden Ort, ein Kreis von { $radius } km darum.
me-pause-until = Oder bis zu diesem Tag
    .button = Pause machen
error-pause-until-out-of-range = Wählen Sie einen Tag in den nächsten drei Monaten.
error-place-more-too-long = Höchstens drei Orte.
error-place-more-often = Sie haben ihn zweimal in 30 Tagen geändert. Rufen Sie uns an, um ihn noch einmal zu ändern.
near-map = Wo das ist
    .text = Jedes Feld ist ein Viertel, nie ein Haus. Die Zahl sagt, wie viele Anfragen dort offen sind.

# What was achieved
impact-title = Was Nachbarn tun
impact-lead = Das geben Nachbarn, und das ändert es.
impact-none = Die ersten Zahlen kommen bald. Wir warten, bis sie auf niemanden zeigen.
impact-how = Hinter diesen Zahlen
    .text = Jede Anfrage kommt von einem Menschen. Ein anderer Mensch hat Ja gesagt, ganz nah.
    .text-2 = Kann niemand, ruft das Team an. Keine Anfrage bleibt liegen.
