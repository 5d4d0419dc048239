# Ce que l’équipe fait pour beaucoup à la fois : messages, clôture, doublons
tell = Écrire aux volontaires
    .text = Un message pour beaucoup. Chacun reçoit son propre courriel, après tout ce qui presse.
tell-whom = Qui le reçoit
tell-postcode =
    .hint = Laissez vide pour partout.
tell-km = Tant de km autour
tell-count = Voir combien
tell-reaches = { $count ->
    [0] Personne ne correspond à ces choix.
    [one] Un volontaire le recevrait.
   *[other] { $count } volontaires le recevraient.
  }
tell-never = Sans les suspendus, les partis, les adresses en panne et ceux qui n’en veulent pas.
tell-words = Vos mots
tell-subject = Objet
    .hint = Une ligne.
tell-body = Message
    .hint = Texte simple, 2000 caractères au plus. Ne nommez personne qui demande de l’aide.
tell-check = Relire avant l’envoi
tell-goes = { $count ->
    [one] Ce message part à un volontaire. On ne peut pas le reprendre.
   *[other] Ce message part à { $count } volontaires. On ne peut pas le reprendre.
  }
tell-around = { $km } km autour de { $postcode }
tell-preview = Comme on le verra
tell-send = { $count ->
    [one] Envoyer à un volontaire
   *[other] Envoyer à { $count } volontaires
  }
tell-back = Modifier
tell-sent = Déjà envoyés
tell-sent-none = Rien n’a encore été envoyé.
did-sent = { $count ->
    [one] Le message part vers un volontaire.
   *[other] Le message part vers { $count } volontaires.
  }
me-mails = Vos messages
    .always = Ce qui change une promesse, une annulation par exemple, arrive toujours.
    .which = Je veux aussi
me-mail-reminder = Un rappel avant d’y aller
me-mail-taken = Un mot quand quelqu’un d’autre y va
me-mail-completed = Un merci quand l’aide est confirmée
me-mail-news = Les nouvelles de l’équipe
notice-stop-news = Arrêter les nouvelles de l’équipe ?
    .text = L’équipe ne vous écrira plus de nouvelles. Les alertes continuent.
    .tick = Oui, plus de nouvelles
    .button = Arrêter les nouvelles
    .link = Changer plutôt mes réglages
notice-news-stopped = C’est fait, plus de nouvelles
    .text = Les alertes pour qui a besoin d’aide continuent.
    .link = Changer d’avis
mail-stop-news = Plus de nouvelles
mail-message =
    .reason = { $operator } a écrit ceci aux volontaires de { $site }.
error-area-nobody = Personne ne correspond à ces choix. Choisissez-en d’autres.
error-body-missing = Écrivez un message.
error-subject-missing = Écrivez un objet.
error-body-often = Ces volontaires ont reçu assez de messages aujourd’hui. Envoyez le vôtre demain.
error-km-out-of-range = Choisissez de 1 à 200 km.
plan-instead = Ou bien
plan-instead-assign = Choisir plutôt
requests-export = Demandes (CSV)
requests-chosen = Affiché
closed-ended = Issue
closed-ask = Clore la demande
closed-how = Comment cela a-t-il fini ?
    .hint = Cela compte dans les chiffres.
error-closed-missing = Dites comment cela a fini.
closed-done = Aidée par nous
closed-helped-elsewhere = Aidée autrement
closed-not-needed = Plus nécessaire
closed-unreachable = Injoignable
closed-nobody-found = Personne de trouvé
closed-unsafe = Refusée par sécurité
closed-impossible = Impossible
closed-duplicate = Demandée deux fois
outcome-nobody-found = personne de trouvé
outcome-unsafe = refusée par sécurité
unmatched-helped-by-team = Aidée par l’équipe
unmatched-nobody-found = L’équipe n’a trouvé personne
unmatched-unsafe = Refusée par sécurité
unmatched-impossible = Impossible
repeat = Peut-être la même demande
    .text = L’une continue et reprend liste et mots. L’autre se termine, ses alertes sont retirées, la personne est prévenue.
repeat-of = Doublon de
repeat-keep = Garder { $kept }, clore { $ended }
repeat-apart = Autre chose
error-repeat-held = Quelqu’un a promis d’aider pour celle-là : gardez-la, ou libérez d’abord la place.
error-repeat-too-long = Ensemble, leur liste est trop longue pour une demande.
event-request-merged = Le doublon { $number } continue ici.
event-request-merged-into = Un doublon : elle continue sous { $number }.
event-request-not-a-repeat = L’équipe dit que ce n’est pas un doublon.
task-tell-merged = dire que deux demandes n’en font qu’une
todo-tell-merged = La personne a demandé deux fois : dites-lui que les deux n’en font plus qu’une.
mail-merged =
    .subject = Votre demande { $reference } continue avec l’autre
    .title = Ceci a été demandé deux fois
    .intro = Quelqu’un de l’équipe a réuni les deux demandes. Rien de ce qui a été dit n’est perdu.
    .button = Voir ma demande
    .after = Ce sont deux choses différentes ? Appelez-nous.
error-consent-spoken = Lisez l’accord à voix haute, puis choisissez ce que dit la personne.

# Notes of staff
notes = Notes de l’équipe
notes-sealed = Les mots s’ouvrent avec les coordonnées.
note-add = Ajouter une note
note-text = Note
    .hint = Rien sur la santé. La personne peut demander ce qui est écrit d’elle.
note-follow-up = Y revenir le (si besoin)
    .hint = Ce jour-là, une tâche le rappelle à la coordination.
note-save = Garder la note
note-back = à revoir : { $day }
task-follow-up = revenir à une note
todo-follow-up = Une note dit d’y revenir aujourd’hui.
event-note-written = L’équipe a noté quelque chose.
