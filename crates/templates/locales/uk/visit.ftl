# A visit, on the side of the volunteer
calendar-about = Адреса й телефон — на Вашій сторінці: { $page }
contact-going = Я вже виходжу
contact-thanks-going = Ви в дорозі. Людина бачить це на своїй сторінці.
contact-route-app = Карта відкриється на Вашому телефоні.
contact-minutes = Скільки часу це зайняло? (за бажанням)
    .hint = Щоб подякувати Вам і порахувати, скільки дають сусіди.
minutes-30 = Пів години
minutes-60 = Година
minutes-120 = Дві години
minutes-240 = Пів дня
event-engagement-on-the-way = Волонтер { $who } вже в дорозі.
event-request-went-well = Людина каже, що допомога пройшла добре.
event-request-went-badly = Людина каже, що допомога пройшла не дуже добре.

# The same visit, on the side of the person
manage-going = { $name } вже в дорозі.
manage-feedback = Як пройшла допомога?
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
    [one] Це { $hours } година для Ваших сусідів.
    [few] Це { $hours } години для Ваших сусідів.
   *[many] Це { $hours } годин для Ваших сусідів.
  }
me-wait = Чому мені ніхто не пише?
    .text = Найчастіше це добра новина. Волонтерів більше, ніж запитів.
    .wider = Більше видів допомоги чи ширше коло — і ми пишемо Вам частіше.
    .rest = Залишайтеся поруч. Спокійний день теж важливий.
me-wait-area = За останні 30 днів, { $area }: запитів — { $requests }, волонтерів — { $volunteers }.
me-wait-all = За останні 30 днів: запитів — { $requests }, волонтерів — { $volunteers }.
me-wait-near = { $count ->
    [one] Зараз поруч із Вами відкритий { $count } запит.
    [few] Зараз поруч із Вами відкриті { $count } запити.
   *[many] Зараз поруч із Вами відкрито { $count } запитів.
  }

# Where a volunteer starts from
me-places = Звідки Ви вирушаєте
    .text = Щонайбільше три: дім, робота. Рахується найближче.
me-places-home = Ваш дім
me-places-remove = Прибрати
me-places-add = Додати місце
    .button = Додати
me-places-where = Поштовий індекс або місто
    .hint = Наприклад, де Ви працюєте.
me-map = Як далеко Ви йдете
    .text = Точка для кожного місця, навколо коло { $radius } км.
me-pause-until = Або до цього дня
    .button = Зробити перерву
error-pause-until-out-of-range = Виберіть день у межах трьох місяців.
error-place-more-too-long = Щонайбільше три місця.
error-place-more-often = Ви змінили його двічі за 30 днів. Зателефонуйте нам, щоб змінити ще.
near-map = Де це
    .text = Кожна комірка — це район, ніколи не дім. Число каже, скільки запитів там відкрито.

# What was achieved
impact-title = Що роблять сусіди
impact-lead = Ось що дають сусіди і що це змінює.
impact-none = Перші числа скоро будуть. Ми чекаємо, щоб вони ні на кого не вказували.
impact-how = За цими числами
    .text = Кожен запит — від людини. Інша людина сказала «так», зовсім поруч.
    .text-2 = Коли ніхто не може, телефонує команда. Жоден запит не лишається сам.
