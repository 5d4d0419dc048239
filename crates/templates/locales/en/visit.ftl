# A visit, on the side of the volunteer
calendar-about = The address and the phone number are on your page: { $page }
contact-going = I am leaving now
contact-thanks-going = You are on the way. The person sees it on their page.
contact-route-app = The map opens on your phone.
contact-minutes = How long did it take? (if you like)
    .hint = To thank you, and to count what neighbours give.
minutes-30 = Half an hour
minutes-60 = One hour
minutes-120 = Two hours
minutes-240 = Half a day
event-engagement-on-the-way = Volunteer { $who } is on the way.
event-request-went-well = The person says that the help was good.
event-request-went-badly = The person says that the help was not good.

# The same visit, on the side of the person
manage-going = { $name } is on the way.
manage-feedback = How was the help?
    .text = One tap is enough. Only the team reads it.
    .good = Good
    .bad = Not good
manage-feedback-good = You answered: good. Thank you.
manage-feedback-bad = You answered: not good. Tell us why, if you like.

# What a volunteer gave, and the wait between
me-given = { $count ->
    [one] You have helped once. Thank you.
   *[other] You have helped { $count } times. Thank you.
  }
me-hours = { $hours ->
    [one] That is one hour given to your neighbours.
   *[other] That is { $hours } hours given to your neighbours.
  }
me-wait = Why does nobody call on me?
    .text = Most often that is good news. There are more volunteers than requests.
    .wider = With more kinds of help or a wider radius, we call on you more often.
    .rest = Stay near. A quiet day counts too.
me-wait-area = In the last 30 days, in { $area }: requests { $requests }, volunteers { $volunteers }.
me-wait-all = In the last 30 days: requests { $requests }, volunteers { $volunteers }.
me-wait-near = { $count ->
    [one] Right now, one request is open near you.
   *[other] Right now, { $count } requests are open near you.
  }

# Where a volunteer starts from
me-places = Where you start from
    .text = Three at most: home, work. The nearest one counts.
me-places-home = your home
me-places-remove = Remove
me-places-add = Add a place to start from
    .button = Add
me-places-where = Postcode or town
    .hint = That of your work, for example.
me-map = How far you go
    .text = A point for each start, a circle of { $radius } km around it.
me-pause-until = Or until this day
    .button = Take a break
error-pause-until-out-of-range = Choose a day within three months.
error-place-more-too-long = Three places to start from at most.
error-place-more-often = You have changed it twice in 30 days. Call us to change it again.
near-map = Where it is
    .text = Each field is a neighbourhood, never a house. The number says how many requests are open there.

# What was achieved
impact-title = What neighbours do
impact-lead = This is what neighbours give, and what it changes.
impact-none = The first figures come soon. We wait until they point at nobody.
impact-how = Behind these figures
    .text = Each request is that of a person. Another person said yes, close by.
    .text-2 = When nobody can, the team calls. No request is left alone.
