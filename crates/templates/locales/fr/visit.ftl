# A visit, on the side of the volunteer
calendar-about = L’adresse et le téléphone sont sur votre page : { $page }
contact-going = Je pars maintenant
contact-thanks-going = Vous êtes en route. La personne le voit sur sa page.
contact-route-app = La carte s’ouvre sur votre téléphone.
contact-minutes = Combien de temps cela a-t-il pris ? (si vous voulez)
    .hint = Pour vous remercier, et pour compter ce que donnent les voisins.
minutes-30 = Une demi-heure
minutes-60 = Une heure
minutes-120 = Deux heures
minutes-240 = Une demi-journée
event-engagement-on-the-way = Le volontaire { $who } est en route.
event-request-went-well = La personne dit que l’aide s’est bien passée.
event-request-went-badly = La personne dit que l’aide ne s’est pas bien passée.

# The same visit, on the side of the person
manage-going = { $name } est en route.
manage-feedback = Comment l’aide s’est-elle passée ?
    .text = Un geste suffit. Seule l’équipe lit votre réponse.
    .good = Bien
    .bad = Pas bien
manage-feedback-good = Vous avez répondu : bien. Merci.
manage-feedback-bad = Vous avez répondu : pas bien. Dites-nous pourquoi, si vous voulez.

# What a volunteer gave, and the wait between
me-given = { $count ->
    [one] Vous avez aidé une fois. Merci.
   *[other] Vous avez aidé { $count } fois. Merci.
  }
me-hours = { $hours ->
    [one] Cela fait une heure donnée à vos voisins.
   *[other] Cela fait { $hours } heures données à vos voisins.
  }
me-wait = Pourquoi personne ne m’appelle ?
    .text = C’est le plus souvent une bonne nouvelle. Il y a plus de volontaires que de demandes.
    .wider = Plus d’aides ou un rayon plus large, et nous vous appelons plus souvent.
    .rest = Restez proche. Un jour calme compte aussi.
me-wait-area = Ces 30 derniers jours, dans { $area } : demandes { $requests }, volontaires { $volunteers }.
me-wait-all = Ces 30 derniers jours : demandes { $requests }, volontaires { $volunteers }.
me-wait-near = { $count ->
    [one] En ce moment, une demande est ouverte près de chez vous.
   *[other] En ce moment, { $count } demandes sont ouvertes près de chez vous.
  }

# Where a volunteer starts from
me-places = Vos points de départ
    .text = Trois au plus : la maison, le travail. Le plus proche compte.
me-places-home = votre domicile
me-places-remove = Retirer
me-places-add = Ajouter un point de départ
    .button = Ajouter
me-places-where = Code postal ou commune
    .hint = Par exemple celle de votre travail.
me-map = Jusqu’où vous allez
    .text = Un point pour chaque départ, un cercle de { $radius } km autour.
me-pause-until = Ou jusqu’à ce jour
    .button = Faire une pause
error-pause-until-out-of-range = Choisissez un jour d’ici trois mois.
error-place-more-too-long = Trois points de départ au plus.
error-place-more-often = Vous en avez changé deux fois en 30 jours. Appelez-nous pour le changer encore.
near-map = Où cela se trouve
    .text = Chaque case est un quartier, jamais une maison. Le nombre dit combien de demandes y sont ouvertes.

# What was achieved
impact-title = Ce que font les voisins
impact-lead = Voici ce que donnent les voisins, et ce que cela change.
impact-none = Les premiers chiffres viennent bientôt. Nous attendons qu’ils ne désignent personne.
impact-how = Derrière ces chiffres
    .text = Chaque demande est celle d’une personne. Une autre personne a dit oui, tout près.
    .text-2 = Quand personne ne peut, l’équipe appelle. Aucune demande ne reste sans suite.
