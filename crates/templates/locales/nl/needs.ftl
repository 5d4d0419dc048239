# Several needs in one go
ask-several = Vink alles aan wat u nodig hebt, hoogstens vier.
ask-list-for = { $help }: de lijst
ask-list-pharmacy = Apotheek: welke, en wat er af te halen is
error-category-too-long = Kies hoogstens vier soorten hulp. Voor de rest doet u een nieuwe vraag.
ask-weekly = Elke week, op hetzelfde moment
    .hint = We vragen het drie maanden opnieuw voor u. U stopt wanneer u wilt.
ask-weekly-short = Elke week
ask-minds = Om u goed te helpen
    .hint = Vink aan als het past. Noem nooit een ziekte.
ask-minds-short = Goed helpen
mind-speak-up = Spreek luid en traag
mind-say-who = Zeg wie u bent: ik zie slecht
mind-wait = Wacht aan de deur: ik heb tijd nodig
mind-text-first = Liever een bericht dan een telefoontje
mind-stairs = Er zijn trappen
mind-diet = Let op wat ik eet: het staat op de lijst
ask-done-each = Elke hulp heeft een nummer:

# What was asked in one go, or is asked again
manage-others = Uw andere vragen
    .text = Elke vraag wordt apart gevolgd.
    .see = Bekijken
manage-weekly = { $count ->
    [one] Elke week, nog één keer.
   *[other] Elke week, nog { $count } keer.
  }
manage-weekly-stop = Niet meer opnieuw vragen
manage-again = Hetzelfde opnieuw vragen
    .text = We nemen uw antwoorden over. Zeg alleen tegen wanneer.
    .button = Opnieuw vragen
manage-again-who = Aan wie vragen we het eerst?
    .anyone = Aan de hele buurt
    .first = Eerst aan { $name }
reason-known-helper = de persoon wenst het
event-request-repeats-no-more = De vraag komt niet meer elke week terug.

# The sheet for the door, and the code on it
sheet-title = De lijst voor aan de deur
    .text = Druk af en hang op. Een buur die langskomt, ziet ze en verwittigt ons met de code.
sheet-safe = Schrijf uw naam en leeftijd niet op.
    .text = Het blad zegt niet dat u alleen woont. Wie helpt, verwittigt ons en zegt dan het woord aan de deur.
sheet-print = Afdrukken doet u via het menu van uw browser, of met Ctrl en P.
sheet-empty = Een leeg blad, om met de hand in te vullen
sheet-code-after = Met een vraag staat er een code op het blad. Dan kan een buur online antwoorden.
sheet-no-printer = Geen printer? Bel ons, we sturen u er een.
sheet-hello = Dag buurvrouw, dag buurman
sheet-need = Ik heb dit nodig voor
sheet-can-you = Kunt u gaan?
sheet-call = Bel eerst
sheet-go-to = geef deze code, of typ ze in op
sheet-foot = We zeggen u of er al iemand gaat, en wat u aan de deur zegt. Neem geen bankkaart of geheime code aan.
door-title = De code van het blad
    .text = Zag u een lijst aan een deur? Schrijf de code op.
door-code = De code
    .hint = Zes letters en cijfers.
door-wanted = Er gaat nog niemand. Fijn dat u even stopte.
door-taken = Iemand doet het al, of het is niet meer nodig. Bedankt voor het kijken.
door-call = Bel ons en geef deze code. We zeggen u wat te doen.
door-sign-up = Me inschrijven, in twee minuten
manage-sheet = De lijst voor aan de deur
    .text = Ook een buur zonder internet kan helpen.
    .button = Het blad klaarmaken
error-code-gone = Deze code werkt niet meer. Kijk ze na, of bel ons.

# What whoever comes has or can do
ask-skills = Moet wie komt iets hebben of kunnen?
ask-skills-which = Wat is er nodig?
    .hint = Kruis zo weinig mogelijk aan: met elk kruisje blijven minder mensen over.
skills-needed = Wat nodig is
skill-car = Een auto
skill-cargo = Een bestelwagen of een aanhanger
skill-carry = Zware dingen dragen
skill-cooking = Koken
skill-repairs = Kleine herstellingen
skill-computer = Telefoon en computer
skill-first-aid = Eerste hulp
skill-sign-language = Gebarentaal
skill-carer = Zorgverlener, diploma gezien door het team
skill-trained-listener = Opleiding in luisteren, gezien door het team
languages-more = Andere talen
