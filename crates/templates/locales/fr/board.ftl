# The coordinator's pages
tab-map = Carte
board-needs = { $count ->
    [0] Rien ne demande une personne maintenant
    [one] Une demande a besoin de vous
   *[other] { $count } demandes ont besoin de vous
  }
board-searching = { $count ->
    [0] Aucune autre recherche n’est en cours.
    [one] Pour une demande, la recherche continue d’elle-même.
   *[other] Pour { $count } demandes, la recherche continue d’elle-même.
  }
board-plan = Voir le meilleur plan
board-all = Tout
board-reload = Actualiser
board-live = Ces nombres se mettent à jour seuls.
need-concern = inquiétude
    .act = Lire et agir
need-vital = vitale
    .act = Appeler les plus proches
need-not-done = pas venu
    .act = Trouver quelqu’un
need-reopened = place rendue
    .act = Voir le plan proposé
need-nobody-left = personne
    .act = Chercher plus loin
need-deadline-near = pressé
    .act = Appeler les plus proches
need-silence = silence
    .act = En prévenir d’autres
need-old = ancienne
    .act = Voir pourquoi
need-unconfirmed = à confirmer
    .act = Appeler et confirmer
waiting-silence = Tous ceux qu’on a prévenus se taisent.
waiting-old = Elle attend depuis plus d’un jour.
need-until = Avant { $when }.
did-resent = { $count ->
    [0] Personne d’autre ne peut être prévenu maintenant.
    [one] Une personne de plus est prévenue.
   *[other] { $count } personnes de plus sont prévenues.
  }
did-widened = { $count ->
    [0] Plus loin non plus, personne ne peut être prévenu.
    [one] Une personne plus loin est invitée.
   *[other] { $count } personnes plus loin sont invitées.
  }
story-why = Pourquoi elle attend
reason-by-hand = demandé par l’équipe
event-request-resent = L’équipe en prévient d’autres : { $count }.
event-request-widened = L’équipe cherche plus loin.
map-title = Où il manque des volontaires
map-about = Les 28 derniers jours. Un hexagone est un quartier, jamais une adresse.
map-show = Montrer
map-show-unmet = Sans personne
map-show-requests = Demandes
map-show-volunteers = Volontaires
map-matched = Trouvé quelqu’un
map-size = Finesse
map-size-4 = pays
map-size-5 = région
map-size-6 = communes
map-size-7 = quartiers
map-size-auto = au mieux
map-none = Ni demande ni volontaire ici pour l’instant.
map-text = { $requests } demandes, { $unmet } sans personne, { $volunteers } volontaires.
map-cell = { $place } : { $numbers }
map-key-well = tout est servi
map-key-missing = demandes, mais aucun volontaire
map-key-from-to = { $from } à { $to }
map-key-from = { $from } et plus
map-worst = Là où il manque le plus
map-place = Près de
map-more = { $shown } lignes sur { $total }. Le fichier les contient toutes.
map-credit = Fond : Natural Earth. Lieux : GeoNames (CC BY 4.0), INSEE et La Poste.
compare = Comparer avec
compare-before = la période d’avant
compare-year = un an plus tôt
compare-none = rien
compare-told = Comparé à la période du { $from } au { $to }.
compare-up = ▲ { $by } de plus
compare-down = ▼ { $by } de moins
compare-same = = inchangé
compare-points = { $count ->
    [one] { $count } point
   *[other] { $count } points
  }
compare-column = Avant
