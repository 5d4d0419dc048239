# Staff
staff-sign-in = Team sign-in
staff-forgotten = Forgot your password, or lost your phone and your codes? Ask an administrator for a new link.
staff-provider = Sign in with your organisation
password = Password
second-factor = Code from your app
    .hint = Six digits.
    .or = Six digits. Without your phone: one of your recovery codes. Empty the first time.
set-up = Choose a password
    .text = Choose a password for your access to the team’s pages. Next comes the code.
    .button = Save and go on
set-up-password =
    .hint = 15 characters or more. A sentence works well.
set-up-repeat = The same, once more
enrol = Your second key
    .text = Add this access to an authenticator app on your phone. Scan the square, or type the letters. Then write the six digits that the app shows.
    .picture = Square picture for your app
    .by-hand = Or type:
    .button = Check and enter
recovery = Your recovery codes
    .text = Write them down or print them. Without your phone, each stands in for the code once. They are shown this once.
    .button = I have kept them
account = My access
account-password = Another password
    .button = Change the password
account-current = Current password
account-new = New password
account-codes = { $count ->
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
  }
    .button = Make ten new codes
sessions = Where you are signed in
    .text = End what you do not know. You stay signed in here unless you end this one too.
sessions-device = Device
sessions-since = Since
sessions-last = Last used
sessions-here = this one
sessions-end = End
sessions-end-all = Sign out everywhere
sessions-unknown = Unknown device
show = Show
hidden = hidden
older = Older
next-page = Next page
all = All
export = Export (CSV)
tasks = What waits for you
tasks-overdue = { $count ->
    [one] One due time is past.
   *[other] { $count } due times are past.
  }
tasks-none = Nothing waits for you. Have a good day.
tasks-view-open = To take
tasks-view-mine = Mine
tasks-view-done = Finished
task-due = due { $when }
task-take = See and take
task-about = Subject
task-since = Since
task-why = Why
task-who = Who has it
task-nobody = Nobody yet
task-note = To say
task-claim = I will do it
    .text = The others will see that you are on it.
task-finish = Finish
task-outcome = How did it end?
task-snooze = Later, in an hour
task-confirm-request = request to confirm
task-call-back = to call back
task-phone-list = to call
task-concern = concern
task-vetting = volunteer to check
task-no-show = did not come
task-vital = vital?
task-nobody-found = nobody
task-expired = nobody in time
task-releases = two releases
task-review = to read
task-other = to do
outcome-done = Done
outcome-reached = Reached
outcome-not-reached = Not reached
outcome-confirmed = Confirmed
outcome-refused = Refused
outcome-matched = Someone will go
outcome-referred = Referred elsewhere
outcome-no-action = Nothing to do
phone-list = Who to call
    .text = The nearest first. Names and numbers open with a reason, and that is noted.
volunteer-number = Volunteer { $number }
reveal = See the contact details
reveal-ask = See the name and address
reveal-reason = Why do you need them?
    .hint = One sentence. It is noted with your name.
reveal-noted = This opening is noted with your name and your reason.
requests-none = No request with these choices.
needs-attention = to follow
column-state = State
column-priority = Priority
column-number = Number
column-places = Places
column-age = Age
column-volunteer = Volunteer
column-load = Load
column-reason = Why at this rank
column-answer = Answer
column-radius = Radius
column-week = Alerts, 7 days
volunteers-total = { $count ->
    [one] 1 volunteer
   *[other] { $count } volunteers
  }
volunteers-none = No volunteer with these choices.
volunteer-action-approve = Accept
volunteer-action-refuse = Refuse
volunteer-action-suspend = Suspend
volunteer-action-reinstate = Reinstate
volunteer-vetting = Vetting
    .until = Vetted until { $day }
    .by = Vetted on { $day }, by { $who }
    .none = Not vetted
    .over = Vetted until { $day }: no longer
volunteer-lost = The mailbox is lost
    .text = Call the number that is known, never one you are given. Ask for something only they know.
    .tick = I called the known number and spoke with the volunteer
    .button = Ask for another address
vetted-until = Vetted until
    .hint = Leave empty for the usual time.
volunteer-action-vet = Mark as vetted
volunteer-action-unvet = End the vetting
volunteer-at-least = Age
volunteer-import = an import
story = The story, newest first
story-now = Now
story-helpers = Who said yes
story-release = Free the place
story-candidates = Who can help now
story-no-candidate = Nobody can help for now. The reasons are below.
story-assign = Assign
story-excluded = { $count ->
    [one] 1 volunteer left out, and why
   *[other] { $count } volunteers left out, and why
  }
story-actions = Actions
action-open = Confirm and search
action-confirm = The help took place
action-cancel = Cancel the request
action-resend = Send the alert again
action-widen = Look further
answers-alerted = alerted
answers-yes = yes
answers-no = no
answers-silent = silent
answers-waiting = waiting
alert-queued = leaves soon
alert-sent = alerted
alert-accepted = yes
alert-declined = no
alert-expired = silent
alert-withdrawn = withdrawn
alert-failed = not delivered
received-web = Received by the page, { $when }.
received-phone = Received by phone, { $when }.
received-api = Received from another service, { $when }.
received-import = Imported, { $when }.
next-wave = If nobody says yes, others are asked: { $when }.
next-ahead = It lies far ahead: volunteers are asked from { $when } on.
next-deadline = Ends: { $when }.
next-call = A person takes over: { $when }.
next-nothing = Nothing more is planned.
excluded-category = { $count ->
    [one] 1 does not give this help.
   *[other] { $count } do not give this help.
  }
excluded-skills = { $count } lack a skill.
excluded-language = { $count ->
    [one] 1 shares no language.
   *[other] { $count } share no language.
  }
excluded-hours = { $count ->
    [one] 1 is not free in time.
   *[other] { $count } are not free in time.
  }
excluded-radius = It is too far for { $count }.
excluded-blocked = The person does not wish for { $count }.
excluded-inactive = { $count ->
    [one] 1 is not active.
   *[other] { $count } are not active.
  }
excluded-paused = { $count ->
    [one] 1 is on a break.
   *[other] { $count } are on a break.
  }
excluded-quiet-hours = { $count ->
    [one] 1 has quiet hours.
   *[other] { $count } have quiet hours.
  }
excluded-alert-cap = { $count ->
    [one] 1 has had enough alerts.
   *[other] { $count } have had enough alerts.
  }
excluded-capacity = { $count ->
    [one] 1 is helping someone already.
   *[other] { $count } are helping someone already.
  }
excluded-already-alerted = { $count ->
    [one] 1 has been alerted already.
   *[other] { $count } have been alerted already.
  }
reason-near = among the nearest
reason-known = knows the person
reason-rarely-asked = rarely asked this month
reason-fast = usually answers fast
reason-reliable = sees things through
reason-free = free now
reason-language = speaks the language
event-posted = The request arrives.
event-confirmed-by-requester = The person confirms the request.
event-opened = The search begins.
event-wave = { $count ->
    [one] Wave { $wave }: one person, up to { $radius } km.
   *[other] Wave { $wave }: { $count } people, up to { $radius } km.
  }
event-alerted = { $who } gets the alert.
event-accepted = { $who } says yes, for { $when }.
event-declined = { $who } says no. That is all right.
event-alert-expired = { $who } did not answer in time.
event-matched = All places are taken. The others are told.
event-contacted = { $who } has called the person.
event-completed = { $who } says that it is done.
event-confirmed = The help is confirmed.
event-released = { $who } cannot go after all: { $reason }. The request goes first.
event-no-show = { $who } did not come. The request goes first.
event-assigned = { $who } gets the place, chosen by hand.
event-edited = The request changes. The alerts are withdrawn.
event-cancelled = The request is cancelled.
event-expired = The time is past without anyone.
event-closed = The request is closed.
event-widened = The search goes further.
event-attention = The request needs a person.
event-task-opened = A task opens: { $reason }.
event-task-done = The task is finished: { $reason }.
event-revealed = { $who } opens the contact details: { $reason }.
event-concern = A concern is reported.
event-blocked = The person no longer wishes for a volunteer.
new-hello = “Hello, this is { $site }. Tell me what you need.”
new-place = Town
new-before-day = Before, on day
new-caller = Who is calling, if someone else
new-consent = Agreement, to read word for word
    .text = “I note your name, phone and address. I give them to one person: the one who comes. We erase everything { $days } days later. Do you agree?”
    .yes = The person says yes
    .no = The person says no: nothing is kept
new-keep = The person wants to be kept for { $days } days
dash-group = Group by
dash-by = By group
dash-number = Number
dash-unmatched = { $count ->
    [one] Why 1 request found nobody
   *[other] Why { $count } requests found nobody
  }
dash-period = From { $from } to { $to }
chart-requests = Requests a day
    .text = Each column is a day: found, waiting, nobody.
chart-first-yes = Time to the first yes
    .text = Half of the requests have a yes within this time. 95 in 100 within the other.
chart-day = Day
chart-found = found
chart-waiting = waiting
chart-nobody = nobody
chart-median = 1 in 2
chart-p95 = 95 in 100
group-day = Day
group-category = Help
group-area = Area
group-language = Language
group-channel = Received by
figure-requests = requests received
figure-match-rate = of requests found someone
figure-place-fill-rate = of places found someone
figure-completion-rate = of promises were seen through
figure-confirmed-rate = confirmed by the person helped
figure-first-yes-median = to the first yes, half of the time
figure-first-yes-p95 = to the first yes, 95 times in 100
figure-done-median = until helped, half of the time
figure-done-p95 = until helped, 95 times in 100
figure-alerts-per-match = alerts sent for one yes
figure-alerts-per-volunteer = alerts a week, at most, for 95 volunteers in 100
figure-pending = requests not yet due
fair-title = How evenly we ask
fair-about = The last 30 days. In reach is who lives near enough to a request of their kind.
fair-in-reach = volunteers in reach of a request
fair-never-asked = of them never asked
fair-forgotten = never asked though a neighbour was asked more than five times
fair-overasked = of alerts went to people asked twice as often as their neighbours
fair-gini-alerts = unevenness of alerts: 0 when all are asked alike
fair-gini-places = unevenness of help between places
fair-by-area = By area
unmatched-no-candidate = Nobody within reach
unmatched-no-answer = All alerts without an answer
unmatched-all-declined = Everyone said no
unmatched-too-late = Too little time
unmatched-language = No shared language
unmatched-skills = A skill is missing
unmatched-released = Given back too late
unmatched-other = Another reason
mailbox = Mail of the demonstration
    .text = No mail leaves. Follow the links as in a real mailbox.
mailbox-to = To
mailbox-empty = No mail yet.
mailbox-html = With layout
mailbox-plain = As text
unmatched-helped-elsewhere = Helped elsewhere
unmatched-unreachable = Could not be reached
unmatched-not-needed = No longer needed
unmatched-duplicate = Asked twice
unmatched-closed-by-staff = Closed by the team
unmatched-given-up-or-partly-filled = A yes that did not hold, or a place left
unmatched-nobody-in-reach = Nobody within reach
unmatched-nobody-said-yes = Nobody said yes
waiting-searching = The search goes on.
waiting-unconfirmed = Waits for the person to confirm.
waiting-reopened = A place is free again; it goes first.
waiting-nobody-left = Nobody is left to ask.
waiting-deadline-near = The deadline is near.
waiting-vital = It is vital.
waiting-concern = Somebody is worried.
waiting-not-done = The help did not take place.
waiting-answers = { $asked } asked, { $no } said no, { $silent } silent.
todo-call-back = The person left no e-mail: call to go through the request. A yes starts the search.
todo-vital-review = The person says that it is vital: decide.
todo-phone-list = No volunteer has answered by mail: call the nearest.
todo-call-now = It is vital, and mail is too slow: call now.
todo-tell-who-comes = The person has no e-mail: tell them who comes, and the word at the door.
todo-ask-done = The person has no e-mail: ask if the help took place.
todo-tell-reopened = The volunteer cannot come after all: tell the person that we look again.
todo-not-done = The person says that nobody came: find out, and find somebody.
todo-concern = Somebody is worried: read the message and act.
todo-mail-failed = Our mail does not arrive: check the address.
todo-vetting = A new volunteer waits for your yes.
todo-release-review = Two promises were given back: the volunteer is paused. Call, then decide.
todo-returned = Somebody who left suspended or under review signs up again. Decide.
todo-unmatched = The time is past without anyone: tell the person, find another way.
concern = Concern
volunteer-reveal = See the name, e-mail and phone
volunteer-since = Here since
volunteer-promises = What they promised
plan-title = The best plan
plan-about = Everything that waits, seen together. Nothing is assigned until you say so.
plan-fills = The plan fills { $filled } of { $places } places.
plan-beyond = { $count ->
    [one] One more request waits beyond those.
   *[other] { $count } more requests wait beyond those.
}
plan-none = There is nothing to plan now.
plan-why = Why this person
plan-otherwise = Without this pair
plan-assign = Assign
plan-assign-all = { $count ->
    [one] Assign the pair
   *[other] Assign all { $count } pairs
}
plan-told = Each person assigned gets a mail at once. Call them first if you can.
plan-unfilled = Where places stay empty
plan-empty = { $count ->
    [one] one place
   *[other] { $count } places
}
plan-assigned = { $request }: { $volunteer } is assigned.
plan-taken = { $request }: no place is left by now.
plan-not-possible = { $request }: { $volunteer } cannot be assigned any more.
plan-only-one = The only one who fits and has time.
plan-nearest-of = The nearest of { $count } who fit.
plan-nearer-elsewhere = { $count ->
    [one] Somebody nearer is needed elsewhere.
   *[other] { $count } nearer ones are needed elsewhere.
}
plan-else-fewer-places = { $count ->
    [one] One place fewer is filled.
   *[other] { $count } places fewer are filled.
}
plan-else-fewer-vital = { $count ->
    [one] One vital place fewer is filled.
   *[other] { $count } vital places fewer are filled.
}
plan-else-longer = { $count ->
    [0] The next plan is about as short.
   *[other] All ways together are { $count } km longer.
}
audit = Who saw whose data
    .text = Every view of contact data is noted, with the reason. Follow a name to see all that this person saw. Follow a reference to see who saw these data.
audit-about = Reference of a request
audit-all = Show everything
audit-none = Nothing was seen.
audit-when = When
audit-who = Who
audit-whose = Whose data
audit-why = Why
audit-seen-by = What { $who } saw
audit-seen-of = Who saw the data of { $whose }
audit-everybody = everybody, in an export
actor-system = a command of the server
actor-staff = a former colleague
actor-token = a program
actor-visitor = somebody unknown
actor-volunteer = the volunteer
actor-requester = the person themselves
seen-stated = a reason that was erased with the person
seen-engagement = has promised to help
seen-own-request = their own request
seen-export = export of everything
access = Who came in
    .text = Sign-ins, failed tries and refusals. One line a minute for each page.
access-none = Nobody came in.
access-device = Device
access-end = How it ended
access-came-in = came in: { $by }
access-turned-away = turned away: { $by }
access-refused = refused: { $what }
access-unknown = somebody unknown ({ $number })
came-in-by-password = password and code
came-in-by-provider = identity provider
came-in-by-link = link in a mail
came-in-by-code = code in a mail
retention = What is kept, and how long
    .text = Past its limit, a class of data goes by itself. Only numbers remain.
retention-what = What
retention-limit = Limit
retention-last = Last run
retention-gone = Gone then
retention-in-all = Gone in all
retention-due = Due
retention-at-end = at its end
retention-days = { $count ->
    [one] One day
   *[other] { $count } days
}
kept-contact = contact details and notes, after the last request
kept-unconfirmed = volunteers who never confirmed their address
kept-inactive = volunteers of whom nothing is heard, after a warning
kept-barred = addresses and numbers of who left suspended
kept-tokens = links after their end
kept-jobs = wake-ups and changes between nodes
kept-mail = mails that were dealt with
kept-audit = who saw whose data, and the audit chain
kept-sessions = sessions, brakes and repeated calls
kept-imports = rows of imports that failed
kept-keys = keys of whoever was erased
erase-person = Erase this person’s data
    .text = Everything that this person asked for in your area is called off and erased. This cannot be undone.
    .sure = The person asked for it
    .button = Erase
story-skills = Change what it takes to help
volunteer-settings = Change the settings
volunteer-skills = Skills
fair-counted = Counted { $when }.
volunteer-hours = Hours
