# Words that every page and mail share
duration-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
  }
visit-now = tout de suite
visit-at = { $day }, vers { $time }
distance-under-1 = moins de 1 km
    .home = à moins de 1 km
distance-1-2 = 1 à 2 km
    .home = entre 1 et 2 km
distance-2-5 = 2 à 5 km
    .home = entre 2 et 5 km
distance-5-10 = 5 à 10 km
    .home = entre 5 et 10 km
distance-over-10 = plus de 10 km
    .home = à plus de 10 km
distance-remote = par téléphone, depuis chez vous

category-groceries = Courses
    .need = Quelqu’un près de chez vous a besoin de courses
    .hint = Un magasin ou un marché près de chez vous.
category-pharmacy = Pharmacie
    .need = Quelqu’un près de chez vous a besoin d’aller à la pharmacie
    .hint = Un médicament ou une ordonnance à prendre.
category-meals = Repas
    .need = Quelqu’un près de chez vous a besoin d’un repas
    .hint = Un repas préparé ou apporté.
category-transport = Transport
    .need = Quelqu’un près de chez vous a besoin d’un trajet
    .hint = Un rendez-vous, un trajet court.
category-pets = Animal
    .need = Quelqu’un près de chez vous a besoin d’aide pour son animal
    .hint = Promener un chien, nourrir un chat.
category-errands = Petit service
    .need = Quelqu’un près de chez vous a besoin d’un petit service
    .hint = La poste, la poubelle, une ampoule.
category-listening = Écoute
    .need = Quelqu’un aimerait parler un moment
    .hint = Une voix au téléphone, le temps qu’il faut.
category-admin-help = Papiers
    .need = Quelqu’un près de chez vous a besoin d’aide pour des papiers
    .hint = Un formulaire, une lettre, une démarche en ligne.
category-care-home = Maison de repos
    .need = Une maison de repos près de chez vous a besoin de bras
    .hint = Une équipe a besoin de renfort.
category-logistics = Porter et ranger
    .need = Près de chez vous, on a besoin de bras pour porter et ranger
    .hint = Trier, charger, distribuer.
category-childcare = Garde d’enfant
    .need = Quelqu’un près de chez vous a besoin d’une garde d’enfant
    .hint = Quelques heures, par une personne vérifiée.
category-other = Autre chose
    .need = Quelqu’un près de chez vous a besoin d’un coup de main
    .hint = Dites-le avec vos mots.

language-fr = Français
language-nl = Néerlandais
language-en = Anglais
language-de = Allemand
language-uk = Ukrainien
language-ar = Arabe
language-tr = Turc
language-es = Espagnol
language-it = Italien
language-pl = Polonais
language-pt = Portugais
language-ro = Roumain
language-ru = Russe

status-unconfirmed = à confirmer
status-open = cherche quelqu’un
status-matched = quelqu’un a dit oui
status-in-progress = en cours
status-completed = fait
status-cancelled = annulée
status-expired = sans personne
priority-vital = vitale
priority-normal = normale
channel-web = page
channel-phone = téléphone
channel-api = autre service
channel-import = import
engagement-active = a dit oui
engagement-contacted = a appelé
engagement-completed = dit que c’est fait
engagement-confirmed = confirmé
engagement-released = s’est désisté
engagement-no-show = pas venu
volunteer-unverified = adresse à confirmer
volunteer-pending-review = à vérifier
volunteer-active = prêt à aider
volunteer-paused = en pause
volunteer-suspended = suspendu
volunteer-withdrawn = parti
payment-door = On rembourse à la porte, avec le ticket
payment-shop = Un compte est ouvert au magasin
payment-together = À voir ensemble
payment-none = Rien à payer
items = { $count ->
    [one] 1 article
   *[other] { $count } articles
  }
a-volunteer = La personne volontaire

# Weekly hours
hours-always = à toute heure
hours-every-day = tous les jours
hours-days = du { $first } au { $last }
hours-and = { $others } et { $last }
hours-all-day = toute la journée
hours-midnight = minuit
hours-next-day = { $time } le lendemain
hours-from-to = de { $from } à { $to }
