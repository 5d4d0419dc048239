# Words that every page and mail share
duration-days = { $count ->
    [one] { $count } день
    [few] { $count } дні
   *[many] { $count } днів
  }
visit-now = просто зараз
visit-at = { $day }, близько { $time }
distance-under-1 = менш ніж 1 км
    .home = менш ніж 1 км
distance-1-2 = 1–2 км
    .home = 1–2 км
distance-2-5 = 2–5 км
    .home = 2–5 км
distance-5-10 = 5–10 км
    .home = 5–10 км
distance-over-10 = понад 10 км
    .home = понад 10 км
distance-remote = телефоном, з дому

category-groceries = Покупки
    .need = Комусь поруч із Вами потрібна допомога з покупками
    .hint = Магазин або ринок недалеко від Вас.
category-pharmacy = Аптека
    .need = Комусь поруч із Вами треба щось з аптеки
    .hint = Забрати ліки або рецепт.
category-meals = Їжа
    .need = Комусь поруч із Вами потрібен обід
    .hint = Приготувати або принести їжу.
category-transport = Поїздка
    .need = Когось поруч із Вами треба підвезти
    .hint = Зустріч або коротка дорога.
category-pets = Домашня тварина
    .need = Комусь поруч із Вами треба допомогти з твариною
    .hint = Вигуляти собаку, нагодувати кота.
category-errands = Дрібна послуга
    .need = Комусь поруч із Вами потрібна дрібна послуга
    .hint = Пошта, сміття, лампочка.
category-listening = Розмова
    .need = Хтось хотів би трохи поговорити
    .hint = Голос у телефоні, скільки треба часу.
category-admin-help = Документи
    .need = Комусь поруч із Вами треба допомогти з документами
    .hint = Бланк, лист, справа в інтернеті.
category-care-home = Будинок для літніх людей
    .need = Будинку для літніх людей поруч із Вами потрібні руки
    .hint = Команді потрібне підкріплення.
category-logistics = Носити й сортувати
    .need = Поруч із Вами потрібні руки, щоб носити й сортувати
    .hint = Сортувати, вантажити, роздавати.
category-childcare = Догляд за дитиною
    .need = Комусь поруч із Вами треба доглянути дитину
    .hint = Кілька годин, з перевіреною людиною.
category-other = Щось інше
    .need = Комусь поруч із Вами потрібна допомога
    .hint = Скажіть своїми словами.

language-fr = Французька
language-nl = Нідерландська
language-en = Англійська
language-de = Німецька
language-uk = Українська
language-ar = Арабська
language-tr = Турецька
language-es = Іспанська
language-it = Італійська
language-pl = Польська
language-pt = Португальська
language-ro = Румунська
language-ru = Російська

status-unconfirmed = треба підтвердити
status-open = шукає помічника
status-matched = хтось погодився
status-in-progress = виконується
status-completed = зроблено
status-cancelled = скасовано
status-expired = нікого не знайдено
priority-vital = життєво важливо
priority-normal = звичайно
channel-web = сторінка
channel-phone = телефон
channel-api = інша служба
channel-import = імпорт
engagement-active = є згода
engagement-contacted = є дзвінок
engagement-completed = каже, що зроблено
engagement-confirmed = підтверджено
engagement-released = не зможе
engagement-no-show = ніхто не прийшов
volunteer-unverified = адресу не підтверджено
volunteer-pending-review = треба перевірити
volunteer-active = активна участь
volunteer-paused = перерва
volunteer-suspended = доступ призупинено
volunteer-withdrawn = вихід
payment-door = Гроші повертають біля дверей, за чеком
payment-shop = У магазині відкрито рахунок
payment-together = Домовитися разом
payment-none = Платити не треба
items = { $count ->
    [one] { $count } товар
    [few] { $count } товари
   *[many] { $count } товарів
  }
a-volunteer = Волонтер

# Weekly hours
hours-always = у будь-який час
hours-every-day = щодня
hours-days = { $first } – { $last }
hours-and = { $others } і { $last }
hours-all-day = цілий день
hours-midnight = 24:00
hours-next-day = { $time } наступного дня
hours-from-to = { $from }–{ $to }
