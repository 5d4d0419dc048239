# A visit, on the side of the volunteer
calendar-about = Адреса й телефон — на вашій сторінці: { $page }
contact-going = Я вже виходжу
contact-thanks-going = Ви в дорозі. Людина бачить це на своїй сторінці.
contact-route-app = Карта відкриється на вашому телефоні.
contact-minutes = Скільки часу це зайняло? (за бажанням)
    .hint = Щоб подякувати вам і порахувати, скільки дають сусіди.
minutes-30 = Пів години
minutes-60 = Одну годину
minutes-120 = Дві години
minutes-240 = Пів дня
event-engagement-on-the-way = Волонтер { $who } вже в дорозі.
event-request-went-well = Людина каже, що допомога була доброю.
event-request-went-badly = Людина каже, що допомога не була доброю.

# The same visit, on the side of the person
manage-going = { $name } вже в дорозі.
manage-feedback = Якою була допомога?
    .text = Досить одного дотику. Читає лише команда.
    .good = Добре
    .bad = Не дуже
manage-feedback-good = Ви відповіли: добре. Дякуємо.
manage-feedback-bad = Ви відповіли: не дуже. Скажіть нам чому, якщо хочете.

# What a volunteer gave, and the wait between
me-given = { $count ->
    [one] Ви допомогли { $count } раз. Дякуємо.
    [few] Ви допомогли { $count } рази. Дякуємо.
   *[many] Ви допомогли { $count } разів. Дякуємо.
  }
me-hours = { $hours ->
    [one] Це { $hours } година для ваших сусідів.
    [few] Це { $hours } години для ваших сусідів.
   *[many] Це { $hours } годин для ваших сусідів.
  }
me-wait = Чому мене ніхто не кличе?
    .text = Найчастіше це добра новина. Волонтерів більше, ніж прохань.
    .wider = Більше видів допомоги чи ширше коло — і ми кличемо вас частіше.
    .rest = Залишайтеся поруч. Спокійний день теж важливий.
me-wait-area = За останні 30 днів, { $area }: прохань — { $requests }, волонтерів — { $volunteers }.
me-wait-all = За останні 30 днів: прохань — { $requests }, волонтерів — { $volunteers }.
me-wait-near = { $count ->
    [one] Зараз поруч із вами відкрите { $count } прохання.
    [few] Зараз поруч із вами відкриті { $count } прохання.
   *[many] Зараз поруч із вами відкрито { $count } прохань.
  }
