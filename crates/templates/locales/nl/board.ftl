# The coordinator's pages
tab-map = Kaart
board-needs = { $count ->
    [0] Niets vraagt nu om een mens
    [one] Eén vraag heeft u nodig
   *[other] { $count } vragen hebben u nodig
  }
board-searching = { $count ->
    [0] Er loopt geen andere zoektocht.
    [one] Voor één vraag gaat het zoeken vanzelf verder.
   *[other] Voor { $count } vragen gaat het zoeken vanzelf verder.
  }
board-plan = Het beste plan bekijken
board-all = Alles
board-reload = Vernieuwen
board-live = Deze cijfers werken zichzelf bij.
need-concern = bezorgd
    .act = Lezen en handelen
need-vital = levensnoodzakelijk
    .act = De dichtsten bellen
need-not-done = niet gekomen
    .act = Iemand vinden
need-reopened = plaats vrij
    .act = Het voorgestelde plan bekijken
need-nobody-left = niemand
    .act = Verder zoeken
need-deadline-near = dringend
    .act = De dichtsten bellen
need-silence = stilte
    .act = Anderen verwittigen
need-old = oud
    .act = Zien waarom
need-unconfirmed = te bevestigen
    .act = Bellen en bevestigen
waiting-silence = Iedereen die verwittigd is zwijgt.
waiting-old = Ze wacht al meer dan een dag.
need-until = Voor { $when }.
did-resent = { $count ->
    [0] Niemand anders kan nu verwittigd worden.
    [one] Eén persoon meer is verwittigd.
   *[other] { $count } personen meer zijn verwittigd.
  }
did-widened = { $count ->
    [0] Ook verderop kan niemand verwittigd worden.
    [one] Eén persoon verderop is uitgenodigd.
   *[other] { $count } personen verderop zijn uitgenodigd.
  }
story-why = Waarom ze wacht
reason-by-hand = gevraagd door het team
event-request-resent = Het team verwittigt anderen: { $count }.
event-request-widened = Het team zoekt verder weg.
map-title = Waar vrijwilligers ontbreken
map-about = De laatste 28 dagen. Een zeshoek is een buurt, nooit een adres.
map-show = Tonen
map-show-unmet = Zonder iemand
map-show-requests = Vragen
map-show-volunteers = Vrijwilligers
map-matched = Iemand gevonden
map-size = Fijnheid
map-size-4 = land
map-size-5 = streek
map-size-6 = gemeenten
map-size-7 = buurten
map-size-auto = vanzelf
map-none = Hier is nog geen vraag en geen vrijwilliger.
map-text = { $requests } vragen, { $unmet } zonder iemand, { $volunteers } vrijwilligers.
map-cell = { $place }: { $numbers }
map-key-well = alles geholpen
map-key-missing = vragen, maar geen vrijwilliger
map-key-from-to = { $from } tot { $to }
map-key-from = { $from } en meer
map-worst = Waar het meest ontbreekt
map-place = Bij
map-more = { $shown } van { $total } rijen. Het bestand bevat ze allemaal.
map-credit = Ondergrond: Natural Earth. Plaatsen: GeoNames (CC BY 4.0), INSEE en La Poste.
compare = Vergelijken met
compare-before = de periode ervoor
compare-year = een jaar eerder
compare-none = niets
compare-told = Vergeleken met { $from } tot { $to }.
compare-up = ▲ { $by } meer
compare-down = ▼ { $by } minder
compare-same = = onveranderd
compare-points = { $count ->
    [one] { $count } punt
   *[other] { $count } punten
  }
compare-column = Ervoor
