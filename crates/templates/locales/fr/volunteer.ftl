# Signing up
vol-title = Aidez près de chez vous
vol-lead = Deux minutes pour vous inscrire. Ensuite, vous décidez à chaque fois.
vol-you = Vous
vol-where = D’où partez-vous ?
vol-how = Ce que vous voulez bien faire
vol-agree = Votre accord
vol-name = Prénom et nom
    .hint = La personne aidée ne lira que votre prénom.
vol-email = Adresse e-mail
    .hint = Nous y envoyons les demandes.
vol-phone = Téléphone (si vous voulez)
    .hint = Pour l’équipe, en cas de souci.
vol-street = Rue et numéro (si vous voulez)
    .hint = Pour mieux mesurer la distance. Personne d’autre ne les voit.
vol-categories = Quelles aides ?
    .hint = Choisissez-en autant que vous voulez.
vol-radius = Jusqu’où, en kilomètres ?
    .hint = À vol d’oiseau. Nous n’irons jamais au-delà.
vol-languages = Vos langues
vol-days = Vos jours
    .hint = Rien de coché : tous les jours.
vol-hours = Vos heures
    .hint = Laissez vide si toutes vous vont.
vol-quiet = Heures sans message
    .hint = Rien ne part à ces heures-là.
vol-mode = Comment vous prévenir ?
    .hint = Ce qui est vital arrive toujours tout de suite.
vol-mode-single = Un message par demande, dès qu’elle arrive
vol-mode-digest = Un message par jour, avec ce qui est ouvert près de chez moi
vol-cap = Messages par semaine, au plus
    .hint = Nous comptons pour vous.
vol-capacity = Aides en même temps, au plus
    .hint = Une ou deux, pour commencer.
from = De
until = À
vol-consent = J’ai 18 ans ou plus. Je suis d’accord pour que mes réponses servent à me prévenir. Je peux partir quand je veux.
vol-send = M’inscrire
vol-what = Comment ça marche ?
    .text = Quelqu’un a besoin d’aide près de chez vous : nous vous écrivons.
    .text-2 = Vous dites oui ou non, en une minute. Un non est aussi bienvenu qu’un oui.
    .text-3 = Après un oui, vous recevez le nom, le téléphone et l’adresse.

# An alert
alert-stretch = C’est plus loin que les { $radius } km que vous avez choisis. Pourriez-vous y aller, pour une fois ?
alert-from-home = de chez vous, { $place }
alert-remote = Par téléphone
alert-deadline = au plus tard, le { $day }
alert-items = sur la liste
alert-safety = Pour vous protéger tous les deux
    .doorstep = Restez sur le pas de la porte, sauf si la personne vous invite.
    .word = Dites le mot que nous vous donnerons.
    .money = N’acceptez ni carte de banque, ni code, ni cadeau.
    .ill = Vous êtes malade ? Dites « Pas cette fois ».
    .worry = Quelque chose vous inquiète ? Appelez-nous.
alert-when = Quand irez-vous ?
    .hint = Choisissez un moment, même à peu près. Nous le dirons à la personne.
alert-moment-now = Tout de suite
alert-moment-today = Aujourd’hui
alert-moment-tomorrow = Demain
alert-answer = Envoyer ma réponse
alert-no = Pas cette fois
alert-no-is-fine = Un non nous aide aussi : nous demandons tout de suite à quelqu’un d’autre. Ce lien marche jusqu’à { $until }.
alert-contact-later = Le nom, le téléphone et l’adresse viennent après votre oui.
alert-pause = Ne plus me prévenir pendant une semaine

# The contact page
contact-title = C’est vous qui y allez
contact-thanks = Merci, c’est vous qui y allez.
contact-thanks-called = Merci, vous avez appelé.
contact-thanks-done = Merci, c’est noté comme fait.
contact-told = La personne sait que vous venez : { $when }.
step-accepted = Accepté
step-call = Appeler
step-help = Aider
step-confirmed = Confirmé
step-past = (fait)
contact-word = À dire à la porte
contact-where-are-you = Où en êtes-vous ?
contact-called = J’ai appelé
contact-done = C’est fait
contact-cannot = Je ne peux plus y aller
    .text = Un empêchement arrive. Dites-le dès que vous le savez : nous cherchons aussitôt quelqu’un d’autre.
contact-reason = Pourquoi ?
contact-release = Laisser la place
contact-worry = Quelque chose m’inquiète
    .text = Une personne de l’équipe lit votre message aujourd’hui. En danger, appelez les secours.
contact-route = Itinéraire
contact-calendar = Mettre à l’agenda
contact-say = Au téléphone, pour commencer
    .text = « Bonjour, c’est { $name }, de { $site }. J’ai votre demande. Quand puis-je passer ? »
contact-logged = Ces coordonnées servent à cette aide, et à rien d’autre. Chaque ouverture de cette page est notée. Elle se ferme après l’aide.
concern-message = Dites ce qui s’est passé
concern-send = Envoyer à l’équipe
release-ill = Je suis malade
release-no-time = Je n’ai plus le temps
release-too-far = C’est trop loin
release-not-reached = Je n’arrive pas à joindre la personne
release-already-helped = La personne a déjà été aidée
release-wrong-data = L’adresse ou le numéro est faux
release-unsafe = Je ne me sens pas en sécurité
release-other = Autre chose

# The own page
me-hello = Bonjour { $name }
me-saved = C’est enregistré.
me-promises = Vos aides en cours
me-nothing = Personne n’attend rien de vous. Nous vous écrivons dès que quelqu’un a besoin d’aide.
me-history = Vos aides passées
me-move = Changer mon point de départ
    .text = Possible deux fois en 30 jours, pour protéger les adresses. Laissez vide pour ne rien changer.
me-pause = Faire une pause
    .text = Plus de messages pendant la pause. Vos aides en cours restent.
me-paused = Vous êtes en pause jusqu’au { $until }.
me-pause-week = Une semaine
me-pause-month = Un mois
me-resume = Reprendre maintenant
me-alerts = { $count ->
    [0] Aucun message ces sept derniers jours.
    [one] Un message ces sept derniers jours.
   *[other] { $count } messages ces sept derniers jours.
  }
me-data = Vos données
me-export = Recevoir mes données en fichier
me-leave = Partir et tout effacer
    .text = Vos aides en cours seront confiées à d’autres. Vos données seront effacées tout de suite.
    .sure = Oui, effacez tout
    .button = Partir

# Signing in
sign-in-title = Connectez-vous
    .text = Écrivez votre adresse. Nous vous envoyons un lien, sans mot de passe.
sign-in-contact = Connectez-vous pour voir les coordonnées
    .text = Elles ne s’ouvrent que pour vous. Écrivez votre adresse, nous vous envoyons un lien.
sign-in-email = Votre adresse e-mail
sign-in-send = Recevoir un lien
sign-in-why = Sans mot de passe
    .text = Le lien marche dix minutes et une seule fois.
sign-in-new = Je veux devenir volontaire
sign-in-staff = Je suis de l’équipe
sign-in-sent = Ouvrez votre boîte e-mail
    .text = Si nous connaissons cette adresse, un lien vient de partir. Il marche dix minutes.
sign-in-code = Ou écrivez le code du message
    .hint = Huit lettres et chiffres.
sign-in-again = Recevoir un autre lien

# What is open near
near-title = Demandes près de chez moi
    .text = Chacune de ces personnes cherche encore quelqu’un. Vous choisissez ; sinon, personne ne le sait.
near-none = Rien n’est ouvert près de chez vous en ce moment.
near-choose = J’y vais
near-taken = Quelqu’un a été plus rapide, ou ce n’est plus ouvert.
near-limit = Vous avez pris autant que permis pour le moment.
near-before = avant { $when }
