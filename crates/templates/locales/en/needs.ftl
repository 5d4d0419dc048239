# Several needs in one go
ask-several = Tick everything you need, four things at most.
ask-list-for = { $help }: the list
ask-list-pharmacy = Pharmacy: which one, and what to fetch there
error-category-too-long = Choose four kinds of help at most. Make another request for the rest.
ask-weekly = Every week, at the same time
    .hint = We ask again for you, for three months. You stop when you like.
ask-weekly-short = Every week
ask-minds = To help you well
    .hint = Tick what fits. Never name an illness.
ask-minds-short = To help well
mind-speak-up = Speak up, and slowly
mind-say-who = Say who you are: I see badly
mind-wait = Wait at the door: I take my time
mind-text-first = A message rather than a call
mind-stairs = There are stairs to climb
mind-diet = Mind what I eat: it is on the list
ask-done-each = Each help has its number:

# What was asked in one go, or is asked again
manage-others = Your other requests
    .text = Each is followed on its own.
    .see = See
manage-weekly = { $count ->
    [one] Every week, once more.
   *[other] Every week, { $count } times more.
  }
manage-weekly-stop = Do not ask again
manage-again = Ask for the same again
    .text = We take over your answers. Say only by when.
    .button = Ask again
manage-again-who = Whom to ask first?
    .anyone = The whole neighbourhood
    .first = { $name } first
reason-known-helper = the person wishes it
event-request-repeats-no-more = The request no longer comes back every week.

# The sheet for the door, and the code on it
sheet-title = The list to hang at the door
    .text = Print it, hang it up. A neighbour who passes sees it and tells us with the code.
sheet-safe = Write neither your name nor your age.
    .text = The sheet does not say that you live alone. Whoever helps tells us, then says the word at the door.
sheet-print = To print, use the menu of your browser, or the keys Ctrl and P.
sheet-empty = An empty sheet, to fill in by hand
sheet-code-after = With a request, the sheet bears a code. Then a neighbour can answer online.
sheet-no-printer = No printer? Call us, we post you one.
sheet-hello = Hello, neighbour
sheet-need = I would need this before
sheet-can-you = Can you go?
sheet-call = First call
sheet-go-to = give this code, or type it at
sheet-foot = We tell you if someone is going already, and what to say at the door. Take no bank card and no secret code.
door-title = The code of the sheet
    .text = Did you see a list at a door? Type its code.
door-code = The code
    .hint = Six letters and digits.
door-wanted = Nobody is going yet. Thank you for stopping.
door-taken = Someone is on it already, or it is no longer needed. Thank you for looking.
door-call = Call us and give this code. We tell you what to do.
door-sign-up = Sign up, in two minutes
manage-sheet = The list to hang at the door
    .text = A neighbour without internet can help too.
    .button = Prepare the sheet
error-code-gone = This code no longer works. Check it, or call us.

# What whoever comes has or can do
ask-skills = Must whoever comes have something or be able to do something?
ask-skills-which = What does it take?
    .hint = Tick as little as you can: each tick leaves fewer people.
skills-needed = What it takes
skill-car = A car
skill-cargo = A van or a trailer
skill-carry = Carrying heavy things
skill-cooking = Cooking
skill-repairs = Small repairs
skill-computer = Phones and computers
skill-first-aid = First aid
skill-sign-language = Sign language
skill-carer = Carer, certificate seen by the team
skill-trained-listener = Trained to listen, certificate seen by the team
languages-more = Other languages
