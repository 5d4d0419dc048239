# The coordinator's pages
tab-map = Map
board-needs = { $count ->
    [0] Nothing needs a person now
    [one] One request needs you
   *[other] { $count } requests need you
  }
board-searching = { $count ->
    [0] No other search is under way.
    [one] For one request the search goes on by itself.
   *[other] For { $count } requests the search goes on by itself.
  }
board-plan = See the best plan
board-all = All
board-reload = Refresh
board-live = These numbers update by themselves.
need-concern = concern
    .act = Read and act
need-vital = vital
    .act = Call the nearest
need-not-done = did not come
    .act = Find somebody
need-reopened = place given back
    .act = See the proposed plan
need-nobody-left = nobody
    .act = Look farther
need-deadline-near = short of time
    .act = Call the nearest
need-silence = silence
    .act = Ask others now
need-old = old
    .act = See why
need-unconfirmed = to confirm
    .act = Call and confirm
waiting-silence = Everybody who was asked keeps silent.
waiting-old = It has waited for more than a day.
need-until = Before { $when }.
did-resent = { $count ->
    [0] Nobody else can be asked now.
    [one] One more person is being asked.
   *[other] { $count } more people are being asked.
  }
did-widened = { $count ->
    [0] Farther away nobody can be asked either.
    [one] One person farther away is invited.
   *[other] { $count } people farther away are invited.
  }
story-why = Why it waits
reason-by-hand = asked by the team
event-request-resent = The team asks others: { $count }.
event-request-widened = The team looks farther away.
map-title = Where volunteers are missing
map-about = The last 28 days. A hexagon is a neighbourhood, never an address.
map-show = Show
map-show-unmet = Nobody came
map-show-requests = Requests
map-show-volunteers = Volunteers
map-matched = Found somebody
map-size = Detail
map-size-4 = country
map-size-5 = region
map-size-6 = towns
map-size-7 = neighbourhoods
map-size-auto = as it fits
map-none = There are no requests and no volunteers here yet.
map-text = { $requests } requests, { $unmet } without anybody, { $volunteers } volunteers.
map-cell = { $place }: { $numbers }
map-key-well = all served
map-key-missing = requests, but no volunteer
map-key-from-to = { $from } to { $to }
map-key-from = { $from } and more
map-worst = Where most is missing
map-place = Near
map-more = { $shown } of { $total } rows. The file holds them all.
map-credit = Base: Natural Earth. Places: GeoNames (CC BY 4.0), INSEE and La Poste.
compare = Compare with
compare-before = the period before
compare-year = a year earlier
compare-none = nothing
compare-told = Compared with { $from } to { $to }.
compare-up = ▲ { $by } more
compare-down = ▼ { $by } less
compare-same = = unchanged
compare-points = { $count ->
    [one] { $count } point
   *[other] { $count } points
  }
compare-column = Before
