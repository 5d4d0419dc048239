# Around every page
skip = Skip to the content
language-label = Language:
call-us = Call us, it is free
team = Team
your-menu = Your menu
tab-tasks = To do
tab-requests = Requests
tab-volunteers = Volunteers
tab-dashboard = Dashboard
my-page = My page
sign-out = Sign out
sign-in = Sign in
foot-nav = Foot of the page
foot-choice = How volunteers are chosen
foot-privacy = Privacy
foot-accessibility = Accessibility
foot-report = Report a problem
danger = In danger? Call { $number }.
run-by = { $site } is run by { $operator }.
banner = State of the site
banner-captured = Mail does not leave. This site is not open to the public yet.
banner-demo = Demonstration: everything is invented.
banner-demo-clock = It is { $time }. Time runs { $speed } times faster.
banner-demo-mailbox = Read the mail
error-prefix = Error:
error-summary = { $count ->
    [one] One thing is left to complete
   *[other] { $count } things are left to complete
  }
continue = Continue
back = Previous question
save = Save
cancel = Cancel
change = Change
yes = Yes
no = No
none = None
see = See
same-numbers = The same numbers in a table
prefer-to-talk = Would you rather talk? Call
nothing-lost = Nothing you have written is lost.

# Home
home-title = A helping hand, near your home
home-lead = Neighbours do your shopping, go to the pharmacy or take time to listen. It is free, for everyone.
home-door-ask = I need help
home-door-ask-text = For you, or for someone you help. Five simple questions, no account.
home-door-help = I want to help
home-door-help-text = An hour now and then, on foot or by bike. You choose what, when and how far.
home-door-call = I would rather call
home-door-call-text = A real person answers, { $hours }.
home-how = How it goes
home-how-1 = You say what you need
home-how-1-text = A shopping list, a medicine, or just a voice on the phone.
home-how-2 = A neighbour says yes
home-how-2-text = We tell a few people at a time, near your home.
home-how-3 = You know who is coming
home-how-3-text = A first name, a time, and a word to ask for at the door.
home-privacy = Your address stays with us.
home-privacy-text = Volunteers see a neighbourhood. Only the person who said yes gets your name, phone and door.
home-since = Since { $date }
home-helped = { $count ->
    [one] person helped
   *[other] people helped
  }
home-matched = requests found someone
home-matched-value = { $share } in 10
home-first-yes = to a first yes, half of the time
home-volunteers = { $count ->
    [one] volunteer ready to help
   *[other] volunteers ready to help
  }
home-figures-date = Figures of { $date }.
home-figures-how = How we count
trap = Leave this empty
