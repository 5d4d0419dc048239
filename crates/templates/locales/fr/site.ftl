# Around every page
skip = Aller au contenu
language-label = Langue :
call-us = Appelez-nous, c’est gratuit
team = Équipe
your-menu = Votre menu
tab-tasks = À faire
tab-requests = Demandes
tab-volunteers = Volontaires
tab-dashboard = Tableau de bord
my-page = Ma page
sign-out = Se déconnecter
sign-in = Se connecter
foot-nav = Pied de page
foot-choice = Comment les volontaires sont choisis
foot-privacy = Vie privée
foot-accessibility = Accessibilité
foot-report = Signaler un problème
danger = En danger ? Appelez le { $number }.
run-by = { $site } est tenu par { $operator }.
banner = État du site
banner-captured = Les messages ne partent pas. Ce site n’est pas encore ouvert au public.
banner-demo = Démonstration : tout est inventé.
banner-demo-clock = Il est { $time }. Le temps passe { $speed } fois plus vite.
banner-demo-mailbox = Lire les messages
error-prefix = Erreur :
error-summary = { $count ->
    [one] Il reste une chose à compléter
   *[other] Il reste { $count } choses à compléter
  }
continue = Continuer
back = Question précédente
save = Enregistrer
cancel = Annuler
change = Changer
yes = Oui
no = Non
none = Aucun
see = Voir
same-numbers = Les mêmes nombres en tableau
prefer-to-talk = Vous préférez parler ? Appelez le
nothing-lost = Rien de ce que vous avez écrit n’est perdu.

# Home
home-title = Un coup de main, tout près de chez vous
home-lead = Des voisins font vos courses, passent à la pharmacie ou prennent le temps d’écouter. C’est gratuit, pour tout le monde.
home-door-ask = J’ai besoin d’aide
home-door-ask-text = Pour vous, ou pour quelqu’un que vous aidez. Cinq questions simples, sans créer de compte.
home-door-help = Je veux aider
home-door-help-text = Une heure de temps en temps, à pied ou à vélo. Vous choisissez quoi, quand et jusqu’où.
home-door-call = Je préfère appeler
home-door-call-text = Une vraie personne vous répond, { $hours }.
home-how = Comment ça se passe
home-how-1 = Vous dites ce qu’il vous faut
home-how-1-text = Une liste de courses, un médicament, ou juste une voix au téléphone.
home-how-2 = Un voisin dit oui
home-how-2-text = Nous prévenons peu de personnes à la fois, tout près de chez vous.
home-how-3 = Vous savez qui vient
home-how-3-text = Son prénom, le moment, et un mot à demander à la porte.
home-privacy = Votre adresse reste chez nous.
home-privacy-text = Les volontaires voient un quartier. Seule la personne qui a dit oui reçoit votre nom, votre téléphone et votre porte.
home-since = Depuis le { $date }
home-helped = { $count ->
    [one] personne aidée
   *[other] personnes aidées
  }
home-matched = demandes ont trouvé quelqu’un
home-matched-value = { $share } sur 10
home-first-yes = avant un premier oui, une fois sur deux
home-volunteers = { $count ->
    [one] volontaire prêt à aider
   *[other] volontaires prêts à aider
  }
home-figures-date = Chiffres du { $date }.
home-figures-how = Comment nous comptons
trap = Laissez ce champ vide
