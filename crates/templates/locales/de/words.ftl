# Words that every page and mail share
duration-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
  }
visit-now = sofort
visit-at = { $day }, gegen { $time }
distance-under-1 = weniger als 1 km
    .home = weniger als 1 km
distance-1-2 = 1 bis 2 km
    .home = 1 bis 2 km
distance-2-5 = 2 bis 5 km
    .home = 2 bis 5 km
distance-5-10 = 5 bis 10 km
    .home = 5 bis 10 km
distance-over-10 = mehr als 10 km
    .home = mehr als 10 km
distance-remote = am Telefon, von zu Hause aus

category-groceries = Einkauf
    .need = Jemand in Ihrer Nähe braucht einen Einkauf
    .hint = Ein Geschäft oder ein Markt in Ihrer Nähe.
category-pharmacy = Apotheke
    .need = Jemand in Ihrer Nähe braucht etwas aus der Apotheke
    .hint = Ein Medikament oder ein Rezept abholen.
category-meals = Essen
    .need = Jemand in Ihrer Nähe braucht ein Essen
    .hint = Ein Essen kochen oder bringen.
category-transport = Fahrt
    .need = Jemand in Ihrer Nähe braucht eine Fahrt
    .hint = Ein Termin, ein kurzer Weg.
category-pets = Haustier
    .need = Jemand in Ihrer Nähe braucht Hilfe mit seinem Haustier
    .hint = Mit dem Hund gehen, die Katze füttern.
category-errands = Kleiner Dienst
    .need = Jemand in Ihrer Nähe braucht einen kleinen Dienst
    .hint = Die Post, der Müll, eine Glühbirne.
category-listening = Zuhören
    .need = Jemand möchte gern ein wenig reden
    .hint = Eine Stimme am Telefon, so lange es guttut.
category-admin-help = Papiere
    .need = Jemand in Ihrer Nähe braucht Hilfe mit Papieren
    .hint = Ein Formular, ein Brief, etwas im Internet.
category-care-home = Pflegeheim
    .need = Ein Pflegeheim in Ihrer Nähe braucht helfende Hände
    .hint = Ein Team braucht Verstärkung.
category-logistics = Tragen und sortieren
    .need = In Ihrer Nähe braucht man Hände zum Tragen und Sortieren
    .hint = Sortieren, laden, verteilen.
category-childcare = Kinder hüten
    .need = Jemand in Ihrer Nähe braucht jemanden für sein Kind
    .hint = Ein paar Stunden, durch jemanden, den wir überprüft haben.
category-other = Etwas anderes
    .need = Jemand in Ihrer Nähe braucht eine helfende Hand
    .hint = Sagen Sie es mit Ihren Worten.

language-fr = Französisch
language-nl = Niederländisch
language-en = Englisch
language-de = Deutsch
language-uk = Ukrainisch
language-ar = Arabisch
language-tr = Türkisch
language-es = Spanisch
language-it = Italienisch
language-pl = Polnisch
language-pt = Portugiesisch
language-ro = Rumänisch
language-ru = Russisch

status-unconfirmed = zu bestätigen
status-open = sucht jemanden
status-matched = jemand hat Ja gesagt
status-in-progress = läuft
status-completed = erledigt
status-cancelled = abgesagt
status-expired = niemand gefunden
priority-vital = lebenswichtig
priority-normal = normal
channel-web = Seite
channel-phone = Telefon
channel-api = anderer Dienst
channel-import = Import
engagement-active = hat Ja gesagt
engagement-contacted = hat angerufen
engagement-completed = sagt, es ist erledigt
engagement-confirmed = bestätigt
engagement-released = kann doch nicht
engagement-no-show = nicht gekommen
volunteer-unverified = Adresse zu bestätigen
volunteer-pending-review = zu prüfen
volunteer-active = bereit zu helfen
volunteer-paused = macht Pause
volunteer-suspended = gesperrt
volunteer-withdrawn = ausgetreten
payment-door = Geld zurück an der Tür, mit dem Kassenzettel
payment-shop = Im Geschäft gibt es ein Konto
payment-together = Wird gemeinsam besprochen
payment-none = Nichts zu bezahlen
items = { $count ->
    [one] 1 Sache
   *[other] { $count } Sachen
  }
a-volunteer = Die freiwillige Person

# Weekly hours
hours-always = jederzeit
hours-every-day = jeden Tag
hours-days = { $first } bis { $last }
hours-and = { $others } und { $last }
hours-all-day = den ganzen Tag
hours-midnight = Mitternacht
hours-next-day = { $time } am nächsten Tag
hours-from-to = von { $from } bis { $to }
