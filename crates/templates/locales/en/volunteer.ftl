# Signing up
vol-title = Help near your home
vol-lead = Two minutes to sign up. After that, you decide each time.
vol-you = You
vol-where = Where do you start from?
vol-how = What you are willing to do
vol-agree = Your agreement
vol-name = First name and last name
    .hint = The person you help reads your first name only.
vol-email = E-mail address
    .hint = We send the requests there.
vol-phone = Phone (if you like)
    .hint = For the team, if something comes up.
vol-street = Street and number (if you like)
    .hint = To measure the distance better. Nobody else sees this.
vol-categories = Which kinds of help?
    .hint = Choose as many as you like.
vol-radius = How far, in kilometres?
    .hint = As the crow flies. We never go beyond it.
vol-languages = Your languages
vol-days = Your days
    .hint = Nothing ticked: every day.
vol-hours = Your hours
    .hint = Leave empty if any time suits you.
vol-quiet = Hours without messages
    .hint = Nothing leaves at those hours.
vol-mode = How shall we tell you?
    .hint = What is vital always comes at once.
vol-mode-single = A message for each request, as it comes
vol-mode-digest = One message a day, with what is open near me
vol-cap = Messages a week, at most
    .hint = We keep count for you.
vol-capacity = People to help at once, at most
    .hint = One or two, to start with.
from = From
until = To
vol-consent = I am 18 or older. I agree that my answers are used to tell me of requests. I may leave when I like.
vol-send = Sign up
vol-what = How does it work?
    .text = Someone near you needs help: we write to you.
    .text-2 = You say yes or no, in one minute. A no is as welcome as a yes.
    .text-3 = After a yes, you get the name, phone and address.

# An alert
alert-stretch = This is farther than the { $radius } km that you chose. Could you go this once?
alert-from-home = from your home, { $place }
alert-remote = By phone
alert-deadline = at the latest, on { $day }
alert-items = on the list
alert-safety = To protect you both
    .doorstep = Stay on the doorstep, unless the person invites you in.
    .word = Say the word that we will give you.
    .money = Take no bank card, no code, no gift.
    .ill = Are you ill? Say “Not this time”.
    .worry = Does something worry you? Call us.
alert-when = When will you go?
    .hint = Choose a time, even a rough one. We will tell the person.
alert-moment-now = Right now
alert-moment-today = Today
alert-moment-tomorrow = Tomorrow
alert-answer = Send my answer
alert-no = Not this time
alert-no-is-fine = A no helps us too: we ask someone else at once. This link works until { $until }.
alert-contact-later = The name, phone and address come after your yes.
alert-pause = Do not tell me for a week

# The contact page
contact-title = You are going
contact-thanks = Thank you, you are going.
contact-thanks-called = Thank you, you have called.
contact-thanks-done = Thank you, it is noted as done.
contact-told = The person knows that you are coming: { $when }.
step-accepted = Accepted
step-call = Call
step-help = Help
step-confirmed = Confirmed
step-past = (done)
contact-word = To say at the door
contact-where-are-you = How far are you?
contact-called = I have called
contact-done = It is done
contact-cannot = I cannot go after all
    .text = Things happen. Say so as soon as you know: we ask someone else at once.
contact-reason = Why?
contact-release = Give up my place
contact-worry = Something worries me
    .text = Someone on the team reads your message today. In danger, call for help.
contact-route = Route
contact-calendar = Add to my calendar
contact-say = On the phone, to begin
    .text = “Hello, this is { $name }, from { $site }. I have your request. When may I come by?”
contact-logged = These details serve this help and nothing else. Each opening of this page is noted. It closes after the help.
concern-message = Say what happened
concern-send = Send to the team
release-ill = I am ill
release-no-time = I no longer have time
release-too-far = It is too far
release-not-reached = I cannot reach the person
release-already-helped = The person has been helped already
release-wrong-data = The address or number is wrong
release-unsafe = I do not feel safe
release-other = Something else

# The own page
me-hello = Hello { $name }
me-saved = Saved.
me-promises = Who you are helping now
me-nothing = Nobody is waiting for you. We write as soon as someone needs help.
me-history = Who you have helped
me-move = Change where I start from
    .text = You may do this twice in 30 days, to protect addresses. Leave empty to change nothing.
me-pause = Take a break
    .text = No messages during the break. What you promised stays.
me-paused = You are on a break until { $until }.
me-pause-week = One week
me-pause-month = One month
me-resume = Start again now
me-alerts = { $count ->
    [0] No message in the last seven days.
    [one] One message in the last seven days.
   *[other] { $count } messages in the last seven days.
  }
me-data = Your data
me-export = Get my data as a file
me-leave = Leave and erase everything
    .text = What you promised goes to others. Your data are erased at once.
    .sure = Yes, erase everything
    .button = Leave

# Signing in
sign-in-title = Sign in
    .text = Write your address. We send you a link, without a password.
sign-in-contact = Sign in to see the contact details
    .text = They open for you alone. Write your address, and we send you a link.
sign-in-email = Your e-mail address
sign-in-send = Get a link
sign-in-why = No password
    .text = The link works for ten minutes, and once.
sign-in-new = I want to volunteer
sign-in-staff = I am on the team
sign-in-sent = Open your mailbox
    .text = If we know this address, a link has just left. It works for ten minutes.
sign-in-code = Or type the code from the message
    .hint = Eight letters and digits.
sign-in-again = Get another link

# What is open near
near-title = Open requests near me
    .text = Each of these people still looks for somebody. You choose; nobody is told when you do not.
near-none = Nothing is open near you now.
near-choose = I will go
near-taken = Somebody was faster, or it is no longer open.
near-limit = You have taken on as much as is allowed for now.
near-before = before { $when }
