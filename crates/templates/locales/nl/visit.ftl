# A visit, on the side of the volunteer
calendar-about = Het adres en de telefoon staan op uw pagina: { $page }
contact-going = Ik vertrek nu
contact-thanks-going = U bent onderweg. Dat ziet de persoon op de eigen pagina.
contact-route-app = De kaart opent op uw telefoon.
contact-minutes = Hoelang duurde het? (als u wilt)
    .hint = Om u te bedanken, en om te tellen wat buren geven.
minutes-30 = Een half uur
minutes-60 = Een uur
minutes-120 = Twee uur
minutes-240 = Een halve dag
event-engagement-on-the-way = Vrijwilliger { $who } is onderweg.
event-request-went-well = De persoon zegt dat de hulp goed was.
event-request-went-badly = De persoon zegt dat de hulp niet goed was.

# The same visit, on the side of the person
manage-going = { $name } is onderweg.
manage-feedback = Hoe was de hulp?
    .text = Eén tik volstaat. Alleen het team leest het.
    .good = Goed
    .bad = Niet goed
manage-feedback-good = Uw antwoord: goed. Dank u.
manage-feedback-bad = Uw antwoord: niet goed. Zeg ons waarom, als u wilt.

# What a volunteer gave, and the wait between
me-given = { $count ->
    [one] U hebt één keer geholpen. Dank u.
   *[other] U hebt { $count } keer geholpen. Dank u.
  }
me-hours = { $hours ->
    [one] Dat is een uur voor uw buren.
   *[other] Dat is { $hours } uur voor uw buren.
  }
me-wait = Waarom vraagt niemand mij?
    .text = Meestal is dat goed nieuws. Er zijn meer vrijwilligers dan vragen.
    .wider = Kiest u meer soorten hulp of een grotere straal, dan vragen we u vaker.
    .rest = Blijf dichtbij. Ook een rustige dag telt.
me-wait-area = De laatste 30 dagen, in { $area }: vragen { $requests }, vrijwilligers { $volunteers }.
me-wait-all = De laatste 30 dagen: vragen { $requests }, vrijwilligers { $volunteers }.
me-wait-near = { $count ->
    [one] Op dit moment staat één vraag open bij u in de buurt.
   *[other] Op dit moment staan { $count } vragen open bij u in de buurt.
  }

# Where a volunteer starts from
me-places = Waar u vertrekt
    .text = Hoogstens drie: thuis, het werk. De dichtstbijzijnde plaats telt.
me-places-home = uw thuis
me-places-remove = Weghalen
me-places-add = Een vertrekpunt toevoegen
    .button = Toevoegen
me-places-where = Postcode of gemeente
    .hint = Bijvoorbeeld die van uw werk.
me-map = Hoever u gaat
    .text = Een punt voor elk vertrek, een cirkel van { $radius } km errond.
me-pause-until = Of tot deze dag
    .button = Pauze nemen
error-pause-until-out-of-range = Kies een dag binnen drie maanden.
error-place-more-too-long = Hoogstens drie vertrekpunten.
error-place-more-often = U hebt het twee keer gewijzigd in 30 dagen. Bel ons om het nog eens te wijzigen.
near-map = Waar het is
    .text = Elk vak is een buurt, nooit een huis. Het getal zegt hoeveel vragen er open staan.

# What was achieved
impact-title = Wat buren doen
impact-lead = Dit geven de buren, en dit verandert het.
impact-none = De eerste cijfers komen snel. We wachten tot ze niemand aanwijzen.
impact-how = Achter deze cijfers
    .text = Elke vraag komt van een mens. Een ander mens zei ja, vlakbij.
    .text-2 = Kan niemand, dan belt het team. Geen vraag blijft liggen.
