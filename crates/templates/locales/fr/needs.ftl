# Several needs in one go
ask-several = Cochez tout ce qu’il vous faut, quatre choses au plus.
ask-list-for = { $help } : la liste
ask-list-pharmacy = Pharmacie : laquelle, et ce qu’il faut y prendre
error-category-too-long = Choisissez quatre aides au plus. Vous ferez une autre demande pour le reste.
ask-weekly = Chaque semaine, au même moment
    .hint = Nous redemandons pour vous, pendant trois mois. Vous arrêtez quand vous voulez.
ask-weekly-short = Chaque semaine
ask-minds = À savoir pour bien vous aider
    .hint = Cochez si cela vous va. Ne dites jamais de maladie.
ask-minds-short = Bien aider
mind-speak-up = Parlez fort et lentement
mind-say-who = Dites qui vous êtes : je vois mal
mind-wait = Attendez à la porte : je mets du temps
mind-text-first = Un message plutôt qu’un appel
mind-stairs = Il y a des marches à monter
mind-diet = Attention à ce que je mange : c’est dans la liste
ask-done-each = Chaque aide a son numéro :

# What was asked in one go, or is asked again
manage-others = Vos autres demandes
    .text = Chacune est suivie à part.
    .see = Voir
manage-weekly = { $count ->
    [one] Chaque semaine, encore une fois.
   *[other] Chaque semaine, encore { $count } fois.
  }
manage-weekly-stop = Ne plus redemander
manage-again = Demander encore la même chose
    .text = Nous reprenons vos réponses. Dites seulement pour quand.
    .button = Demander encore
manage-again-who = À qui demander d’abord ?
    .anyone = À tout le voisinage
    .first = À { $name } d’abord
reason-known-helper = la personne le souhaite
event-request-repeats-no-more = La demande ne revient plus chaque semaine.

# The sheet for the door, and the code on it
sheet-title = La liste à accrocher à la porte
    .text = Imprimez, accrochez. Un voisin qui passe la voit et nous prévient avec le code.
sheet-safe = N’écrivez ni votre nom ni votre âge.
    .text = La feuille ne dit pas que vous vivez seul. Celui qui aide nous prévient, puis dit le mot à la porte.
sheet-print = Pour imprimer, prenez le menu de votre navigateur, ou les touches Ctrl et P.
sheet-empty = Une feuille vide, à remplir à la main
sheet-code-after = Avec une demande, la feuille porte un code. Un voisin peut alors répondre en ligne.
sheet-no-printer = Pas d’imprimante ? Appelez-nous, nous vous en postons une.
sheet-hello = Bonjour voisin, bonjour voisine
sheet-need = Il me faudrait ceci avant
sheet-can-you = Vous pouvez y aller ?
sheet-call = Appelez d’abord le
sheet-go-to = donnez ce code, ou écrivez-le sur
sheet-foot = Nous vous disons si quelqu’un y va déjà, et quoi dire à la porte. N’acceptez ni carte de banque, ni code secret.
door-title = Le code de la feuille
    .text = Vous avez vu une liste à une porte ? Écrivez son code.
door-code = Le code
    .hint = Six lettres et chiffres.
door-wanted = Personne n’y va encore. Merci de vous être arrêté.
door-taken = Quelqu’un s’en occupe déjà, ou ce n’est plus nécessaire. Merci d’avoir regardé.
door-call = Appelez-nous et donnez ce code. Nous vous disons quoi faire.
door-sign-up = M’inscrire, en deux minutes
manage-sheet = La liste à accrocher à la porte
    .text = Un voisin sans internet peut aider aussi.
    .button = Préparer la feuille
error-code-gone = Ce code ne marche plus. Relisez-le, ou appelez-nous.

# What whoever comes has or can do
ask-skills = La personne qui vient doit-elle avoir ou savoir quelque chose ?
ask-skills-which = Que lui faut-il ?
    .hint = Cochez le moins possible : chaque coche laisse moins de monde.
skills-needed = Ce qu’il faut
skill-car = Une voiture
skill-cargo = Une camionnette ou une remorque
skill-carry = Porter des choses lourdes
skill-cooking = Cuisiner
skill-repairs = De petites réparations
skill-computer = Le téléphone et l’ordinateur
skill-first-aid = Les premiers secours
skill-sign-language = La langue des signes
skill-carer = Soignant ou soignante, diplôme vu par l’équipe
skill-trained-listener = Formation à l’écoute, vue par l’équipe
languages-more = D’autres langues
