# Words that every page and mail share
duration-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
  }
visit-now = right now
visit-at = { $day }, around { $time }
distance-under-1 = less than 1 km
    .home = less than 1 km
distance-1-2 = 1 to 2 km
    .home = 1 to 2 km
distance-2-5 = 2 to 5 km
    .home = 2 to 5 km
distance-5-10 = 5 to 10 km
    .home = 5 to 10 km
distance-over-10 = more than 10 km
    .home = more than 10 km
distance-remote = by phone, from your home

category-groceries = Shopping
    .need = Someone near you needs shopping
    .hint = A shop or a market near your home.
category-pharmacy = Pharmacy
    .need = Someone near you needs something from the pharmacy
    .hint = A medicine or a prescription to fetch.
category-meals = Meals
    .need = Someone near you needs a meal
    .hint = A meal cooked or brought.
category-transport = Transport
    .need = Someone near you needs a lift
    .hint = An appointment, a short ride.
category-pets = Pets
    .need = Someone near you needs help with a pet
    .hint = Walk a dog, feed a cat.
category-errands = Small errand
    .need = Someone near you needs a small errand done
    .hint = The post, the bins, a light bulb.
category-listening = Listening
    .need = Someone would like to talk for a while
    .hint = A voice on the phone, as long as it takes.
category-admin-help = Paperwork
    .need = Someone near you needs help with paperwork
    .hint = A form, a letter, something online.
category-care-home = Care home
    .need = A care home near you needs more hands
    .hint = A team needs support.
category-logistics = Carrying and sorting
    .need = Hands are needed near you to carry and sort
    .hint = Sort, load, hand out.
category-childcare = Childcare
    .need = Someone near you needs childcare
    .hint = A few hours, by someone we have checked.
category-other = Something else
    .need = Someone near you needs a hand
    .hint = Say it in your own words.

language-fr = French
language-nl = Dutch
language-en = English
language-de = German
language-uk = Ukrainian
language-ar = Arabic
language-tr = Turkish
language-es = Spanish
language-it = Italian
language-pl = Polish
language-pt = Portuguese
language-ro = Romanian
language-ru = Russian

status-unconfirmed = to be confirmed
status-open = looking for someone
status-matched = someone said yes
status-in-progress = under way
status-completed = done
status-cancelled = cancelled
status-expired = nobody found
priority-vital = vital
priority-normal = normal
channel-web = page
channel-phone = phone
channel-api = other service
channel-import = import
engagement-active = said yes
engagement-contacted = has called
engagement-completed = says it is done
engagement-confirmed = confirmed
engagement-released = cannot after all
engagement-no-show = did not come
volunteer-unverified = address to confirm
volunteer-pending-review = to be checked
volunteer-active = ready to help
volunteer-paused = on a break
volunteer-suspended = suspended
volunteer-withdrawn = gone
payment-door = You are paid back at the door, with the receipt
payment-shop = There is an account at the shop
payment-together = To be agreed together
payment-none = Nothing to pay
items = { $count ->
    [one] 1 item
   *[other] { $count } items
  }
a-volunteer = The volunteer

# Weekly hours
hours-always = at any time
hours-every-day = every day
hours-days = { $first } to { $last }
hours-and = { $others } and { $last }
hours-all-day = all day
hours-midnight = midnight
hours-next-day = { $time } the next day
hours-from-to = from { $from } to { $to }
