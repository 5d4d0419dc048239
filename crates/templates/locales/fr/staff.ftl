# Staff
staff-sign-in = Connexion de l’équipe
staff-forgotten = Mot de passe oublié, ou téléphone et codes perdus ? Demandez un nouveau lien à un administrateur.
staff-provider = Se connecter avec votre organisation
password = Mot de passe
second-factor = Code de votre application
    .hint = Six chiffres.
    .or = Six chiffres. Sans votre téléphone : un de vos codes de secours. Vide la première fois.
set-up = Choisissez un mot de passe
    .text = Choisissez un mot de passe pour votre accès aux pages de l’équipe. Ensuite vient le code.
    .button = Enregistrer et continuer
set-up-password =
    .hint = 15 caractères ou plus. Une phrase convient bien.
set-up-repeat = Le même, encore une fois
enrol = Votre deuxième clé
    .text = Ajoutez cet accès à une application d’authentification sur votre téléphone. Photographiez le carré, ou écrivez les lettres. Puis écrivez les six chiffres que l’application montre.
    .picture = Image carrée pour votre application
    .by-hand = Ou écrivez :
    .button = Vérifier et entrer
recovery = Vos codes de secours
    .text = Notez-les ou imprimez-les. Sans téléphone, chacun remplace le code une fois. Ils ne sont montrés que cette fois.
    .button = Je les ai gardés
account = Mon accès
account-password = Un autre mot de passe
    .button = Changer le mot de passe
account-current = Mot de passe actuel
account-new = Nouveau mot de passe
account-codes = { $count ->
    [one] Il reste { $count } code de secours.
   *[other] Il reste { $count } codes de secours.
  }
    .button = Créer dix nouveaux codes
sessions = Où vous êtes connecté
    .text = Fermez ce que vous ne connaissez pas. Ici vous restez connecté, sauf si vous fermez aussi cet appareil.
sessions-device = Appareil
sessions-since = Depuis
sessions-last = Dernier usage
sessions-here = celui-ci
sessions-end = Fermer
sessions-end-all = Se déconnecter partout
sessions-unknown = Appareil inconnu
show = Montrer
hidden = masqué
older = Plus anciens
next-page = Page suivante
all = Tous
export = Exporter (CSV)
tasks = Ce qui vous attend
tasks-overdue = { $count ->
    [one] Une échéance est passée.
   *[other] { $count } échéances sont passées.
  }
tasks-none = Rien ne vous attend. Bonne journée.
tasks-view-open = À prendre
tasks-view-mine = Les miennes
tasks-view-done = Finies
task-due = échéance { $when }
task-take = Voir et prendre
task-about = Sujet
task-since = Depuis
task-why = Pourquoi
task-who = Qui s’en charge
task-nobody = Personne encore
task-note = À dire
task-claim = Je m’en charge
    .text = Les autres verront que vous y êtes.
task-finish = Terminer
task-outcome = Comment cela s’est-il fini ?
task-snooze = Plus tard, dans une heure
task-confirm-request = demande à confirmer
task-call-back = à rappeler
task-phone-list = à appeler
task-concern = inquiétude
task-vetting = volontaire à vérifier
task-no-show = pas venu
task-vital = vitale ?
task-nobody-found = personne
task-expired = personne à temps
task-releases = deux désistements
task-review = à relire
task-other = à faire
outcome-done = Fait
outcome-reached = Joint
outcome-not-reached = Pas joint
outcome-confirmed = Confirmé
outcome-refused = Refusé
outcome-matched = Quelqu’un ira
outcome-referred = Orienté ailleurs
outcome-no-action = Rien à faire
phone-list = Qui appeler
    .text = Les plus proches d’abord. Noms et numéros s’ouvrent avec une raison, et c’est noté.
volunteer-number = Volontaire { $number }
reveal = Voir les coordonnées
reveal-ask = Voir le nom et l’adresse
reveal-reason = Pourquoi en avez-vous besoin ?
    .hint = Une phrase. C’est noté avec votre nom.
reveal-noted = Cette ouverture est notée avec votre nom et votre raison.
requests-none = Aucune demande avec ces choix.
needs-attention = à suivre
column-state = État
column-priority = Priorité
column-number = Numéro
column-places = Places
column-age = Âge
column-volunteer = Volontaire
column-load = Charge
column-reason = Pourquoi à cette place
column-answer = Réponse
column-radius = Rayon
column-week = Alertes, 7 jours
volunteers-total = { $count ->
    [one] 1 volontaire
   *[other] { $count } volontaires
  }
volunteers-none = Aucun volontaire avec ces choix.
volunteer-action-approve = Accepter
volunteer-action-refuse = Refuser
volunteer-action-suspend = Suspendre
volunteer-action-reinstate = Rétablir
volunteer-vetting = Vérification
    .until = Valable jusqu’au { $day }
    .by = Faite le { $day }, par { $who }
    .none = Pas encore faite
    .over = Valable jusqu’au { $day } : plus maintenant
volunteer-lost = La boîte e-mail est perdue
    .text = Appelez le numéro connu, jamais un numéro qu’on vous donne. Demandez ce que seule la personne sait.
    .tick = J’ai appelé le numéro connu et parlé à la personne volontaire
    .button = Demander une autre adresse
vetted-until = Valable jusqu’au
    .hint = Laissez vide pour la durée habituelle.
volunteer-action-vet = Marquer comme vérifié
volunteer-action-unvet = Mettre fin à la vérification
volunteer-at-least = Âge
volunteer-import = une importation
story = L’histoire, la plus récente d’abord
story-now = Maintenant
story-helpers = Qui a dit oui
story-release = Libérer la place
story-candidates = Qui peut aider maintenant
story-no-candidate = Personne ne peut aider pour l’instant. Les raisons sont dessous.
story-assign = Confier
story-excluded = { $count ->
    [one] 1 volontaire écarté, et pourquoi
   *[other] { $count } volontaires écartés, et pourquoi
  }
story-actions = Actions
action-open = Confirmer et chercher
action-confirm = L’aide a eu lieu
action-cancel = Annuler la demande
action-resend = Renvoyer l’alerte
action-widen = Chercher plus loin
answers-alerted = alertés
answers-yes = oui
answers-no = non
answers-silent = silences
answers-waiting = en attente
alert-queued = part bientôt
alert-sent = alerté
alert-accepted = oui
alert-declined = non
alert-expired = silence
alert-withdrawn = retirée
alert-failed = non remise
received-web = Reçue par la page, { $when }.
received-phone = Reçue par téléphone, { $when }.
received-api = Reçue d’un autre service, { $when }.
received-import = Importée, { $when }.
next-wave = Si personne ne dit oui, d’autres sont sollicités : { $when }.
next-ahead = C’est encore loin : les volontaires sont sollicités à partir de { $when }.
next-deadline = Fin : { $when }.
next-call = Une personne prend le relais : { $when }.
next-nothing = Plus rien n’est prévu.
excluded-category = { $count ->
    [one] 1 ne fait pas cette aide.
   *[other] { $count } ne font pas cette aide.
  }
excluded-skills = Il manque un savoir-faire à { $count }.
excluded-language = { $count ->
    [one] 1 ne partage aucune langue.
   *[other] { $count } ne partagent aucune langue.
  }
excluded-hours = { $count ->
    [one] 1 n’est pas libre à temps.
   *[other] { $count } ne sont pas libres à temps.
  }
excluded-radius = C’est trop loin pour { $count }.
excluded-blocked = La personne n’en souhaite pas { $count }.
excluded-inactive = { $count ->
    [one] 1 n’est pas actif.
   *[other] { $count } ne sont pas actifs.
  }
excluded-paused = { $count ->
    [one] 1 est en pause.
   *[other] { $count } sont en pause.
  }
excluded-quiet-hours = { $count ->
    [one] 1 est dans ses heures calmes.
   *[other] { $count } sont dans leurs heures calmes.
  }
excluded-alert-cap = { $count ->
    [one] 1 a atteint sa limite d’alertes.
   *[other] { $count } ont atteint leur limite d’alertes.
  }
excluded-capacity = { $count ->
    [one] 1 aide déjà quelqu’un.
   *[other] { $count } aident déjà quelqu’un.
  }
excluded-already-alerted = { $count ->
    [one] 1 a déjà été alerté.
   *[other] { $count } ont déjà été alertés.
  }
reason-near = parmi les plus proches
reason-known = connaît la personne
reason-rarely-asked = peu sollicité ce mois
reason-fast = répond vite d’habitude
reason-reliable = va au bout
reason-free = libre maintenant
reason-language = parle sa langue
event-posted = La demande arrive.
event-confirmed-by-requester = La personne confirme sa demande.
event-opened = La recherche commence.
event-wave = { $count ->
    [one] Vague { $wave } : une personne, jusqu’à { $radius } km.
   *[other] Vague { $wave } : { $count } personnes, jusqu’à { $radius } km.
  }
event-alerted = { $who } reçoit l’alerte.
event-accepted = { $who } dit oui, pour { $when }.
event-declined = { $who } dit non. C’est son droit.
event-alert-expired = { $who } n’a pas répondu à temps.
event-matched = Toutes les places sont prises. Les autres l’apprennent.
event-contacted = { $who } a appelé la personne.
event-completed = { $who } dit que c’est fait.
event-confirmed = L’aide est confirmée.
event-released = { $who } se désiste : { $reason }. La demande passe devant.
event-no-show = { $who } n’est pas venu. La demande passe devant.
event-assigned = { $who } reçoit la place, choisi à la main.
event-edited = La demande change. Les alertes sont retirées.
event-cancelled = La demande est annulée.
event-expired = Le délai est passé sans personne.
event-closed = La demande est close.
event-widened = La recherche va plus loin.
event-attention = La demande a besoin d’une personne.
event-task-opened = Une tâche s’ouvre : { $reason }.
event-task-done = La tâche est finie : { $reason }.
event-revealed = { $who } ouvre les coordonnées : { $reason }.
event-concern = Une inquiétude est signalée.
event-blocked = La personne ne souhaite plus un volontaire.
new-hello = « Bonjour, vous êtes chez { $site }. Dites-moi ce qu’il vous faut. »
new-place = Commune
new-before-day = Avant, le jour
new-caller = Qui appelle, si c’est quelqu’un d’autre
new-consent = Accord, à lire mot pour mot
    .text = « Je note votre nom, votre téléphone et votre adresse. Je les donne à une seule personne : celle qui viendra. Nous effaçons tout { $days } jours après. Êtes-vous d’accord ? »
    .yes = La personne dit oui
    .no = La personne dit non : rien n’est gardé
new-keep = La personne veut qu’on garde ses coordonnées { $days } jours
dash-group = Regrouper par
dash-by = Par groupe
dash-number = Nombre
dash-unmatched = { $count ->
    [one] Pourquoi 1 demande est restée sans personne
   *[other] Pourquoi { $count } demandes sont restées sans personne
  }
dash-period = Du { $from } au { $to }
chart-requests = Demandes par jour
    .text = Chaque colonne est un jour : trouvé, en attente, sans personne.
chart-first-yes = Délai avant le premier oui
    .text = La moitié des demandes ont un oui dans ce délai. 95 sur 100 dans l’autre.
chart-day = Jour
chart-found = trouvé
chart-waiting = en attente
chart-nobody = sans personne
chart-median = 1 sur 2
chart-p95 = 95 sur 100
group-day = Jour
group-category = Aide
group-area = Secteur
group-language = Langue
group-channel = Reçue par
figure-requests = demandes reçues
figure-match-rate = des demandes ont trouvé quelqu’un
figure-place-fill-rate = des places ont trouvé quelqu’un
figure-completion-rate = des oui sont allés au bout
figure-confirmed-rate = confirmées par la personne aidée
figure-first-yes-median = avant le premier oui, une fois sur deux
figure-first-yes-p95 = avant le premier oui, 95 fois sur 100
figure-done-median = jusqu’à l’aide, une fois sur deux
figure-done-p95 = jusqu’à l’aide, 95 fois sur 100
figure-alerts-per-match = alertes envoyées pour un oui
figure-alerts-per-volunteer = alertes par semaine, au plus, pour 95 volontaires sur 100
figure-pending = demandes pas encore à terme
fair-title = Demandons-nous équitablement ?
fair-about = Les 30 derniers jours. À portée : qui habite assez près d’une demande de son genre.
fair-in-reach = volontaires à portée d’une demande
fair-never-asked = d’entre eux jamais sollicités
fair-forgotten = jamais sollicités alors qu’un voisin l’a été plus de cinq fois
fair-overasked = des alertes sont allées à des gens sollicités deux fois plus que leurs voisins
fair-gini-alerts = d’inégalité des alertes : 0 si tous sont sollicités autant
fair-gini-places = d’inégalité de l’aide entre les lieux
fair-by-area = Par secteur
unmatched-no-candidate = Personne à portée
unmatched-no-answer = Toutes les alertes sans réponse
unmatched-all-declined = Tous ont dit non
unmatched-too-late = Délai trop court
unmatched-language = Aucune langue commune
unmatched-skills = Un savoir-faire manque
unmatched-released = Désistement trop tardif
unmatched-other = Autre raison
mailbox = Messages de la démonstration
    .text = Aucun message ne part. Suivez les liens comme dans une vraie boîte.
mailbox-to = À
mailbox-empty = Aucun message encore.
mailbox-html = Avec mise en page
mailbox-plain = En texte
unmatched-helped-elsewhere = Aidée ailleurs
unmatched-unreachable = Injoignable
unmatched-not-needed = Plus nécessaire
unmatched-duplicate = Demandée deux fois
unmatched-closed-by-staff = Close par l’équipe
unmatched-given-up-or-partly-filled = Un oui qui n’a pas tenu, ou une place restée libre
unmatched-nobody-in-reach = Personne à portée
unmatched-nobody-said-yes = Personne n’a dit oui
waiting-searching = La recherche continue.
waiting-unconfirmed = Attend la confirmation de la personne.
waiting-reopened = Une place est de nouveau libre ; elle passe devant.
waiting-nobody-left = Il n’y a plus personne à prévenir.
waiting-deadline-near = L’échéance approche.
waiting-vital = C’est vital.
waiting-concern = Quelqu’un s’inquiète.
waiting-not-done = L’aide n’a pas eu lieu.
waiting-answers = { $asked } prévenus, { $no } non, { $silent } sans réponse.
todo-call-back = La personne n’a pas laissé d’e-mail : appelez pour revoir la demande. Un oui lance la recherche.
todo-vital-review = La personne dit que c’est vital : décidez.
todo-phone-list = Aucun volontaire n’a répondu par e-mail : appelez les plus proches.
todo-call-now = C’est vital et l’e-mail est trop lent : appelez maintenant.
todo-tell-who-comes = La personne n’a pas d’e-mail : dites-lui qui vient, et le mot à la porte.
todo-ask-done = La personne n’a pas d’e-mail : demandez-lui si l’aide a eu lieu.
todo-tell-reopened = Le volontaire a un empêchement : dites à la personne que nous cherchons à nouveau.
todo-not-done = La personne dit que personne n’est venu : voyez pourquoi, et trouvez quelqu’un.
todo-concern = Quelqu’un s’inquiète : lisez le message et agissez.
todo-mail-failed = Notre message n’arrive pas : vérifiez l’adresse.
todo-vetting = Une nouvelle personne volontaire attend votre oui.
todo-release-review = Deux promesses rendues : la personne volontaire est en pause. Appelez-la, puis décidez.
todo-returned = Une personne partie suspendue ou en examen se réinscrit. Décidez.
todo-unmatched = L’heure est passée sans personne : prévenez, et trouvez une autre voie.
concern = Inquiétude
volunteer-reveal = Voir le nom, l’e-mail et le téléphone
volunteer-since = Ici depuis
volunteer-promises = Ce que cette personne a promis
plan-title = Le meilleur plan
plan-about = Tout ce qui attend, vu ensemble. Rien n’est attribué sans votre accord.
plan-fills = Le plan remplit { $filled } places sur { $places }.
plan-beyond = { $count ->
    [one] Une autre demande attend encore.
   *[other] { $count } autres demandes attendent encore.
}
plan-none = Il n’y a rien à planifier.
plan-why = Pourquoi cette personne
plan-otherwise = Sans cette paire
plan-assign = Attribuer
plan-assign-all = { $count ->
    [one] Attribuer la paire
   *[other] Attribuer les { $count } paires
}
plan-told = Chaque personne choisie reçoit un e-mail aussitôt. Appelez-la d’abord si vous pouvez.
plan-unfilled = Là où des places restent libres
plan-empty = { $count ->
    [one] une place
   *[other] { $count } places
}
plan-assigned = { $request } : { $volunteer } est attribué.
plan-taken = { $request } : il ne reste plus de place.
plan-not-possible = { $request } : { $volunteer } n’est plus possible.
plan-only-one = La seule personne qui convient et qui a le temps.
plan-nearest-of = La plus proche des { $count } qui conviennent.
plan-nearer-elsewhere = { $count ->
    [one] Une personne plus proche est utile ailleurs.
   *[other] { $count } personnes plus proches sont utiles ailleurs.
}
plan-else-fewer-places = { $count ->
    [one] Une place de moins est remplie.
   *[other] { $count } places de moins sont remplies.
}
plan-else-fewer-vital = { $count ->
    [one] Une place vitale de moins est remplie.
   *[other] { $count } places vitales de moins sont remplies.
}
plan-else-longer = { $count ->
    [0] Le plan suivant est aussi court, à peu près.
   *[other] Tous les trajets ensemble ont { $count } km de plus.
}
audit = Qui a vu quelles données
    .text = Chaque consultation de coordonnées est notée, avec son motif. Suivez un nom pour voir tout ce que cette personne a vu. Suivez une référence pour voir qui a vu ces données.
audit-about = Référence d’une demande
audit-all = Tout montrer
audit-none = Rien n’a été vu.
audit-when = Quand
audit-who = Qui
audit-whose = Données de
audit-why = Motif
audit-seen-by = Ce que { $who } a vu
audit-seen-of = Qui a vu les données de { $whose }
audit-everybody = tout le monde, dans un export
actor-system = une commande du serveur
actor-staff = une personne qui a quitté l’équipe
actor-token = un programme
actor-visitor = quelqu’un d’inconnu
actor-volunteer = le ou la volontaire
actor-requester = la personne elle-même
seen-stated = un motif effacé avec la personne
seen-engagement = a promis d’aider
seen-own-request = sa propre demande
seen-export = export complet
access = Qui s’est connecté
    .text = Connexions, essais sans succès et refus. Une ligne par minute pour chaque page.
access-none = Personne ne s’est connecté.
access-device = Appareil
access-end = Résultat
access-came-in = connexion : { $by }
access-turned-away = sans succès : { $by }
access-refused = refusé : { $what }
access-unknown = quelqu’un d’inconnu ({ $number })
came-in-by-password = mot de passe et code
came-in-by-provider = fournisseur d’identité
came-in-by-link = lien d’un e-mail
came-in-by-code = code d’un e-mail
retention = Ce qui est gardé, et combien de temps
    .text = Passé sa limite, une sorte de données s’en va d’elle-même. Il ne reste que des nombres.
retention-what = Quoi
retention-limit = Limite
retention-last = Dernier passage
retention-gone = Effacé alors
retention-in-all = Effacé en tout
retention-due = À effacer
retention-at-end = dès sa fin
retention-days = { $count ->
    [one] Un jour
   *[other] { $count } jours
}
kept-contact = coordonnées et notes, après la dernière demande
kept-unconfirmed = volontaires qui n’ont jamais confirmé leur adresse
kept-inactive = volontaires sans nouvelles, après un avertissement
kept-barred = adresses et numéros de qui est parti suspendu
kept-tokens = liens, après leur fin
kept-jobs = réveils et changements entre nœuds
kept-mail = messages traités
kept-audit = qui a vu quelles données, et la chaîne d’audit
kept-sessions = sessions, freins et appels répétés
kept-imports = lignes d’imports échoués
kept-keys = clés des personnes effacées
erase-person = Effacer les données de cette personne
    .text = Tout ce que cette personne a demandé dans votre secteur est annulé et effacé. On ne peut pas revenir en arrière.
    .sure = La personne l’a demandé
    .button = Effacer
story-skills = Changer ce qu’il faut pour aider
volunteer-settings = Changer ses réglages
volunteer-skills = Savoir-faire
fair-counted = Compté { $when }.
volunteer-hours = Heures
