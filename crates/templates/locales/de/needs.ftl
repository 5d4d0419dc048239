# Several needs in one go
ask-several = Kreuzen Sie alles an, was Sie brauchen, höchstens vier Dinge.
ask-list-for = { $help }: die Liste
ask-list-pharmacy = Apotheke: welche, und was dort zu holen ist
error-category-too-long = Wählen Sie höchstens vier Hilfen. Für den Rest stellen Sie eine neue Anfrage.
ask-weekly = Jede Woche, zur gleichen Zeit
    .hint = Wir fragen drei Monate lang wieder für Sie. Sie hören auf, wann Sie möchten.
ask-weekly-short = Jede Woche
ask-minds = Damit wir Ihnen gut helfen
    .hint = Kreuzen Sie an, was passt. Nennen Sie nie eine Krankheit.
ask-minds-short = Gut helfen
mind-speak-up = Sprechen Sie laut und langsam
mind-say-who = Sagen Sie, wer Sie sind: ich sehe schlecht
mind-wait = Warten Sie an der Tür: ich brauche Zeit
mind-text-first = Lieber eine Nachricht als ein Anruf
mind-stairs = Es gibt Stufen
mind-diet = Achten Sie darauf, was ich esse: es steht auf der Liste
ask-done-each = Jede Hilfe hat ihre Nummer:

# What was asked in one go, or is asked again
manage-others = Ihre anderen Anfragen
    .text = Jede wird für sich verfolgt.
    .see = Ansehen
manage-weekly = { $count ->
    [one] Jede Woche, noch einmal.
   *[other] Jede Woche, noch { $count } Mal.
  }
manage-weekly-stop = Nicht mehr wieder fragen
manage-again = Noch einmal um dasselbe bitten
    .text = Wir übernehmen Ihre Antworten. Sagen Sie nur, bis wann.
    .button = Noch einmal bitten
manage-again-who = Wen fragen wir zuerst?
    .anyone = Die ganze Nachbarschaft
    .first = Zuerst { $name }
reason-known-helper = die Person wünscht es
event-request-repeats-no-more = Die Anfrage kommt nicht mehr jede Woche wieder.

# The sheet for the door, and the code on it
sheet-title = Die Liste für die Tür
    .text = Drucken Sie sie aus und hängen Sie sie auf. Wer vorbeikommt, sieht sie und meldet sich mit dem Code.
sheet-safe = Schreiben Sie weder Namen noch Alter darauf.
    .text = Das Blatt sagt nicht, dass Sie allein leben. Wer hilft, meldet sich bei uns und sagt dann das Wort an der Tür.
sheet-print = Zum Drucken nehmen Sie das Menü Ihres Browsers oder die Tasten Strg und P.
sheet-empty = Ein leeres Blatt, von Hand auszufüllen
sheet-code-after = Mit einer Anfrage trägt das Blatt einen Code. Dann kann ein Nachbar online antworten.
sheet-no-printer = Kein Drucker? Rufen Sie an, wir schicken Ihnen ein Blatt.
sheet-hello = Liebe Nachbarin, lieber Nachbar
sheet-need = Ich brauche dies bis
sheet-can-you = Können Sie gehen?
sheet-call = Rufen Sie zuerst an
sheet-go-to = nennen Sie diesen Code, oder tippen Sie ihn ein auf
sheet-foot = Wir sagen Ihnen, ob schon jemand geht und was Sie an der Tür sagen. Nehmen Sie weder Bankkarte noch Geheimzahl an.
door-title = Der Code des Blattes
    .text = Haben Sie eine Liste an einer Tür gesehen? Schreiben Sie den Code.
door-code = Der Code
    .hint = Sechs Buchstaben und Ziffern.
door-wanted = Noch geht niemand. Danke, dass Sie stehen geblieben sind.
door-taken = Jemand kümmert sich schon, oder es ist nicht mehr nötig. Danke fürs Nachsehen.
door-call = Rufen Sie uns an und nennen Sie diesen Code. Wir sagen Ihnen, was zu tun ist.
door-sign-up = Anmelden, in zwei Minuten
manage-sheet = Die Liste für die Tür
    .text = Auch ein Nachbar ohne Internet kann helfen.
    .button = Das Blatt vorbereiten
error-code-gone = Dieser Code gilt nicht mehr. Prüfen Sie ihn, oder rufen Sie uns an.

# What whoever comes has or can do
ask-skills = Muss wer kommt etwas haben oder können?
ask-skills-which = Was wird gebraucht?
    .hint = Kreuzen Sie wenig an: Mit jedem Kreuz bleiben weniger Menschen.
skills-needed = Was gebraucht wird
skill-car = Ein Auto
skill-cargo = Ein Lieferwagen oder ein Anhänger
skill-carry = Schweres tragen
skill-cooking = Kochen
skill-repairs = Kleine Reparaturen
skill-computer = Telefon und Computer
skill-first-aid = Erste Hilfe
skill-sign-language = Gebärdensprache
skill-carer = Pflegekraft, Zeugnis vom Team gesehen
skill-trained-listener = Im Zuhören ausgebildet, Zeugnis vom Team gesehen
languages-more = Weitere Sprachen
