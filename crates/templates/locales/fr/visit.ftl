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
