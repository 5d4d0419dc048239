# What the team does for many at once: messages, closing, merging
tell = Write to volunteers
    .text = One message to many. Each gets a mail of their own, after everything that is pressing.
tell-whom = Who gets it
tell-postcode =
    .hint = Leave empty for everywhere.
tell-km = So many km around it
tell-count = See how many
tell-reaches = { $count ->
    [0] Nobody fits these choices.
    [one] One volunteer would get it.
   *[other] { $count } volunteers would get it.
  }
tell-never = Left out: who is suspended, who left, whose mailbox fails, who wants no news.
tell-words = Your words
tell-subject = Subject
    .hint = One line.
tell-body = Message
    .hint = Plain text, 2000 characters at most. Name nobody who asked for help.
tell-check = Check before sending
tell-goes = { $count ->
    [one] This goes to one volunteer. It cannot be taken back.
   *[other] This goes to { $count } volunteers. It cannot be taken back.
  }
tell-around = { $km } km around { $postcode }
tell-preview = As it will look
tell-send = { $count ->
    [one] Send it to one volunteer
   *[other] Send it to { $count } volunteers
  }
tell-back = Change it
tell-sent = Sent before
tell-sent-none = Nothing was sent yet.
did-sent = { $count ->
    [one] The message is on its way to one volunteer.
   *[other] The message is on its way to { $count } volunteers.
  }
me-mails = Your messages
    .always = What changes a promise, such as a cancellation, always comes.
    .which = I also want
me-mail-reminder = A reminder before I go
me-mail-taken = A word when somebody else is going
me-mail-completed = Thanks when the help is confirmed
me-mail-news = News of the team
notice-stop-news = Stop the team’s news?
    .text = The team will no longer write news to you. Alerts still come.
    .tick = Yes, no more news
    .button = Stop the news
    .link = Change my settings instead
notice-news-stopped = Done, no more news
    .text = Alerts about people who need help still come.
    .link = Change my mind
mail-stop-news = No more news
mail-message =
    .reason = { $operator } wrote this to volunteers of { $site }.
error-area-nobody = Nobody fits these choices. Choose others.
error-body-missing = Write a message.
error-subject-missing = Write a subject.
error-body-often = These volunteers have had enough messages today. Send yours tomorrow.
error-km-out-of-range = Choose from 1 to 200 km.
plan-instead = Or instead
plan-instead-assign = Choose instead
requests-export = Requests (CSV)
requests-chosen = Shown
closed-ended = How it ended
closed-ask = Close the request
closed-how = How did it end?
    .hint = It shows in the figures.
error-closed-missing = Say how it ended.
closed-done = Helped by us
closed-helped-elsewhere = Helped otherwise
closed-not-needed = No longer needed
closed-unreachable = Could not be reached
closed-nobody-found = Nobody found
closed-unsafe = Refused for safety
closed-impossible = Not possible
closed-duplicate = Asked twice
outcome-nobody-found = nobody found
outcome-unsafe = refused for safety
unmatched-helped-by-team = Helped by the team
unmatched-nobody-found = The team found nobody
unmatched-unsafe = Refused for safety
unmatched-impossible = Not possible
repeat = May be the same request
    .text = One goes on and takes over list and words. The other ends, its alerts are withdrawn, its person is told.
repeat-of = Repeat of
repeat-keep = Keep { $kept }, end { $ended }
repeat-apart = Something else
error-repeat-held = Somebody has promised to help with that one: keep it, or free the place first.
error-repeat-too-long = Together their list is too long for one request.
event-request-merged = The repeat { $number } goes on here.
event-request-merged-into = A repeat: it goes on as { $number }.
event-request-not-a-repeat = The team says that it is no repeat.
task-tell-merged = tell that two requests go on as one
todo-tell-merged = The person asked twice: tell them that both go on as one.
mail-merged =
    .subject = Your request { $reference } goes on as one
    .title = This was asked for twice
    .intro = Someone on the team put both requests together. Nothing you said is lost.
    .button = See my request
    .after = Are these two different things? Call us.
error-consent-spoken = Read the agreement aloud, then choose what the person says.

# Notes of staff
notes = Notes of the team
notes-sealed = The words open together with the contact details.
note-add = Add a note
note-text = Note
    .hint = Nothing about health. People may ask what is written of them.
note-follow-up = Come back to it on (if needed)
    .hint = On that day a task reminds the coordinators.
note-save = Keep the note
note-back = to look at again: { $day }
task-follow-up = come back to a note
todo-follow-up = A note says to come back to it today.
event-note-written = The team noted something.
