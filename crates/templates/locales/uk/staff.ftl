# Staff
staff-sign-in = Вхід для команди
staff-forgotten = Забули пароль або втратили телефон і коди? Попросіть адміністратора про нове посилання.
staff-provider = Увійти через Вашу організацію
password = Пароль
second-factor = Код із Вашого застосунку
    .hint = Шість цифр.
    .or = Шість цифр. Без телефону: один із Ваших запасних кодів. Уперше залиште порожнім.
set-up = Оберіть пароль
    .text = Оберіть пароль для доступу до сторінок команди. Далі буде код.
    .button = Зберегти й продовжити
set-up-password =
    .hint = Щонайменше 15 знаків. Добре підходить речення.
set-up-repeat = Те саме ще раз
enrol = Ваш другий ключ
    .text = Додайте цей доступ до застосунку для кодів на телефоні. Сфотографуйте квадрат або наберіть літери. Потім напишіть шість цифр, які покаже застосунок.
    .picture = Квадратне зображення для Вашого застосунку
    .by-hand = Або наберіть:
    .button = Перевірити й увійти
recovery = Ваші запасні коди
    .text = Запишіть або надрукуйте їх. Без телефону кожен один раз замінює код. Їх показано лише цього разу.
    .button = Коди збережено
account = Мій доступ
account-password = Інший пароль
    .button = Змінити пароль
account-current = Теперішній пароль
account-new = Новий пароль
account-codes = { $count ->
    [one] Залишився { $count } запасний код.
    [few] Залишилося { $count } запасні коди.
   *[many] Залишилося { $count } запасних кодів.
  }
    .button = Створити десять нових кодів
sessions = Де Ви увійшли
    .text = Закрийте те, чого не знаєте. Тут вхід збережеться, доки Ви не закриєте й цей пристрій.
sessions-device = Пристрій
sessions-since = Від
sessions-last = Востаннє
sessions-here = цей
sessions-end = Закрити
sessions-end-all = Вийти всюди
sessions-unknown = Невідомий пристрій
show = Показати
hidden = приховано
older = Старіші
next-page = Наступна сторінка
all = Усі
export = Експорт (CSV)
tasks = Що на Вас чекає
tasks-overdue = { $count ->
    [one] Минув { $count } строк.
    [few] Минули { $count } строки.
   *[many] Минуло { $count } строків.
  }
tasks-none = На Вас нічого не чекає. Гарного дня.
tasks-view-open = Вільні
tasks-view-mine = Мої
tasks-view-done = Завершені
task-due = строк: { $when }
task-take = Переглянути і взяти
task-about = Тема
task-since = Від
task-why = Чому
task-who = Хто займається
task-nobody = Поки ніхто
task-note = Що сказати
task-claim = Я цим займуся
    .text = Інші побачать, що Ви цим займаєтеся.
task-finish = Завершити
task-outcome = Чим це закінчилося?
task-snooze = Пізніше, за годину
task-confirm-request = підтвердити запит
task-call-back = передзвонити
task-phone-list = зателефонувати
task-concern = занепокоєння
task-vetting = перевірити волонтера
task-no-show = ніхто не прийшов
task-vital = життєво важливо?
task-nobody-found = нікого
task-expired = нікого вчасно
task-releases = дві відмови
task-review = прочитати
task-other = зробити
outcome-done = Зроблено
outcome-reached = Додзвонилися
outcome-not-reached = Не додзвонилися
outcome-confirmed = Підтверджено
outcome-refused = Відмовлено
outcome-matched = Хтось піде
outcome-referred = Скеровано деінде
outcome-no-action = Робити нічого
phone-list = Кому телефонувати
    .text = Найближчі спершу. Імена й номери відкриваються з причиною, і це записується.
volunteer-number = Волонтер { $number }
reveal = Переглянути контакти
reveal-ask = Переглянути ім’я та адресу
reveal-reason = Навіщо вони Вам?
    .hint = Одне речення. Його запишуть із Вашим ім’ям.
reveal-noted = Це відкриття записано з Вашим ім’ям і причиною.
requests-none = За цим вибором запитів немає.
needs-attention = потребує уваги
column-state = Стан
column-priority = Пріоритет
column-number = Номер
column-places = Місця
column-age = Вік
column-volunteer = Волонтер
column-load = Навантаження
column-reason = Чому на цьому місці
column-answer = Відповідь
column-radius = Відстань
column-week = Сповіщення, 7 днів
volunteers-total = { $count ->
    [one] { $count } волонтер
    [few] { $count } волонтери
   *[many] { $count } волонтерів
  }
volunteers-none = За цим вибором волонтерів немає.
volunteer-action-approve = Прийняти
volunteer-action-refuse = Відхилити
volunteer-action-suspend = Призупинити
volunteer-action-reinstate = Відновити
volunteer-vetting = Перевірка
    .until = Чинна до { $day }
    .by = Проведено { $day }: { $who }
    .none = Ще не проведено
    .over = Була чинна до { $day }: уже ні
volunteer-lost = Поштову скриньку втрачено
    .text = Телефонуйте на відомий номер, ніколи на той, що Вам назвали. Запитайте те, що знає лише ця людина.
    .tick = Телефонну розмову з волонтером за відомим номером проведено
    .button = Попросити іншу адресу
vetted-until = Чинна до
    .hint = Залиште порожнім для звичайного строку.
volunteer-action-vet = Позначити перевірку
volunteer-action-unvet = Скасувати перевірку
volunteer-at-least = Вік
volunteer-import = імпорт
story = Історія, найновіше спершу
story-now = Зараз
story-helpers = Хто погодився
story-release = Звільнити місце
story-candidates = Хто може допомогти зараз
story-no-candidate = Поки що ніхто не може допомогти. Причини нижче.
story-assign = Доручити
story-excluded = { $count ->
    [one] Не підходить { $count } волонтер: чому
    [few] Не підходять { $count } волонтери: чому
   *[many] Не підходять { $count } волонтерів: чому
  }
story-actions = Дії
action-open = Підтвердити й шукати
action-confirm = Допомога відбулася
action-cancel = Скасувати запит
action-resend = Надіслати сповіщення ще раз
action-widen = Шукати далі
answers-alerted = запитано
answers-yes = так
answers-no = ні
answers-silent = без відповіді
answers-waiting = ще чекаємо
alert-queued = скоро надішлемо
alert-sent = запитано
alert-accepted = так
alert-declined = ні
alert-expired = без відповіді
alert-withdrawn = відкликано
alert-failed = не доставлено
received-web = Надійшло через сторінку: { $when }.
received-phone = Надійшло телефоном: { $when }.
received-api = Надійшло з іншої служби: { $when }.
received-import = Імпортовано: { $when }.
next-wave = Якщо ніхто не погодиться, запитаємо інших: { $when }.
next-ahead = Це ще не скоро. Волонтерів запитаємо від { $when }.
next-deadline = Кінець: { $when }.
next-call = Далі займається людина: { $when }.
next-nothing = Більше нічого не заплановано.
excluded-category = { $count ->
    [one] { $count } не надає такої допомоги.
   *[many] { $count } не надають такої допомоги.
  }
excluded-skills = Бракує вміння: { $count }.
excluded-language = { $count ->
    [one] { $count } не має спільної мови.
   *[many] { $count } не мають спільної мови.
  }
excluded-hours = { $count ->
    [one] { $count } не має часу вчасно.
   *[many] { $count } не мають часу вчасно.
  }
excluded-radius = Задалеко: { $count }.
excluded-blocked = Людина їх не бажає: { $count }.
excluded-inactive = Неактивні: { $count ->
    [one] { $count } волонтер.
    [few] { $count } волонтери.
   *[many] { $count } волонтерів.
  }
excluded-paused = { $count ->
    [one] { $count } має перерву.
   *[many] { $count } мають перерву.
  }
excluded-quiet-hours = { $count ->
    [one] { $count } має тихі години.
   *[many] { $count } мають тихі години.
  }
excluded-alert-cap = { $count ->
    [one] { $count } має досить сповіщень.
   *[many] { $count } мають досить сповіщень.
  }
excluded-capacity = { $count ->
    [one] { $count } уже комусь допомагає.
   *[many] { $count } уже комусь допомагають.
  }
excluded-already-alerted = Уже запитано: { $count ->
    [one] { $count } волонтера.
   *[many] { $count } волонтерів.
  }
reason-near = серед найближчих
reason-known = знає людину
reason-rarely-asked = цього місяця запитували рідко
reason-fast = зазвичай відповідає швидко
reason-reliable = доводить до кінця
reason-free = має час зараз
reason-language = знає мову
event-posted = Запит надійшов.
event-confirmed-by-requester = Людина підтверджує запит.
event-opened = Пошук починається.
event-wave = { $count ->
    [one] Хвиля { $wave }: { $count } людина, до { $radius } км.
    [few] Хвиля { $wave }: { $count } людини, до { $radius } км.
   *[many] Хвиля { $wave }: { $count } людей, до { $radius } км.
  }
event-alerted = { $who } отримує сповіщення.
event-accepted = { $who } погоджується: { $when }.
event-declined = { $who } відмовляється. Це нормально.
event-alert-expired = { $who }: немає вчасної відповіді.
event-matched = Усі місця зайнято. Інші про це дізнаються.
event-contacted = { $who } телефонує людині.
event-completed = { $who } каже, що зроблено.
event-confirmed = Допомогу підтверджено.
event-released = { $who } не зможе: { $reason }. Запит іде попереду.
event-no-show = { $who }: ніхто не прийшов. Запит іде попереду.
event-assigned = { $who } отримує місце, обране вручну.
event-edited = Запит змінено. Сповіщення відкликано.
event-cancelled = Запит скасовано.
event-expired = Час минув, ніхто не погодився.
event-closed = Запит закрито.
event-widened = Пошук іде далі.
event-attention = Запит потребує людини.
event-task-opened = З’явилася справа: { $reason }.
event-task-done = Справу завершено: { $reason }.
event-revealed = { $who } відкриває контакти: { $reason }.
event-concern = Є повідомлення про занепокоєння.
event-blocked = Людина більше не бажає цього волонтера.
new-hello = «Добрий день, це { $site }. Скажіть, що Вам потрібно.»
new-place = Місто або село
new-before-day = До, день
new-caller = Хто телефонує, якщо це інша людина
new-consent = Згода, прочитати дослівно
    .text = «Я записую Ваше ім’я, телефон і адресу. Їх отримає лише одна людина: та, що прийде. Ми зітремо все через { $days } { $days ->
        [one] день
        [few] дні
       *[many] днів
      } після цього. Ви згодні?»
    .yes = Людина каже «так»
    .no = Людина каже «ні»: нічого не зберігаємо
new-keep = Людина хоче, щоб її контакти зберігали { $days } { $days ->
    [one] день
    [few] дні
   *[many] днів
  }
dash-group = Групувати за
dash-by = За групами
dash-number = Кількість
dash-unmatched = { $count ->
    [one] Чому { $count } запит нікого не знайшов
    [few] Чому { $count } запити нікого не знайшли
   *[many] Чому { $count } запитів нікого не знайшли
  }
dash-period = Від { $from } до { $to }
chart-requests = Запити за днями
    .text = Кожен стовпчик — це день: знайдено, очікуємо, нікого.
chart-first-yes = Час до першої згоди
    .text = Половина запитів має згоду за цей час. 95 зі 100 — за інший.
chart-day = День
chart-found = знайдено
chart-waiting = очікуємо
chart-nobody = нікого
chart-median = 1 з 2
chart-p95 = 95 зі 100
group-day = День
group-category = Допомога
group-area = Територія
group-language = Мова
group-channel = Як надійшло
figure-requests = надійшло запитів
figure-match-rate = запитів знайшли помічника
figure-place-fill-rate = місць зайнято
figure-completion-rate = згод доведено до кінця
figure-confirmed-rate = підтвердили ті, кому допомогли
figure-first-yes-median = до першої згоди, у половині випадків
figure-first-yes-p95 = до першої згоди, у 95 випадках зі 100
figure-done-median = до допомоги, у половині випадків
figure-done-p95 = до допомоги, у 95 випадках зі 100
figure-alerts-per-match = сповіщень на одну згоду
figure-alerts-per-volunteer = сповіщень на тиждень, щонайбільше, для 95 волонтерів зі 100
figure-pending = запити, строк яких ще триває
fair-title = Чи справедливо ми запитуємо?
fair-about = Останні 30 днів. У межах досяжності ті, хто живе досить близько до такого запиту.
fair-in-reach = волонтери в межах досяжності запиту
fair-never-asked = з них ніколи не запитали
fair-forgotten = ніколи не запитали, хоч когось поруч запитали понад п’ять разів
fair-overasked = сповіщень отримали ті, кого запитують удвічі частіше за сусідів
fair-gini-alerts = нерівність сповіщень: 0, якщо всіх запитують однаково
fair-gini-places = нерівність допомоги між місцями
fair-by-area = За територіями
unmatched-no-candidate = Нікого в межах досяжності
unmatched-no-answer = Усі сповіщення без відповіді
unmatched-all-declined = Усі відмовилися
unmatched-too-late = Замало часу
unmatched-language = Немає спільної мови
unmatched-skills = Бракує вміння
unmatched-released = Запізно звільнено
unmatched-other = Інша причина
mailbox = Листи демонстрації
    .text = Жоден лист не надсилається. Відкривайте посилання, як у справжній скриньці.
mailbox-to = Кому
mailbox-empty = Листів ще немає.
mailbox-html = З оформленням
mailbox-plain = Текстом
unmatched-helped-elsewhere = Допомогли деінде
unmatched-unreachable = Немає зв’язку
unmatched-not-needed = Уже не потрібно
unmatched-duplicate = Запит повторюється
unmatched-closed-by-staff = Закрила команда
unmatched-given-up-or-partly-filled = Згода не справдилася, або місце лишилося вільним
unmatched-nobody-in-reach = Нікого в межах досяжності
unmatched-nobody-said-yes = Ніхто не погодився
waiting-searching = Пошук триває.
waiting-unconfirmed = Чекає, поки людина підтвердить.
waiting-reopened = Місце знову вільне, запит іде попереду.
waiting-nobody-left = Більше нікого запитати.
waiting-deadline-near = Строк близько.
waiting-vital = Це життєво важливо.
waiting-concern = Хтось непокоїться.
waiting-not-done = Допомога не відбулася.
waiting-answers = Запитано: { $asked }, відмов: { $no }, без відповіді: { $silent }.
todo-call-back = Людина не лишила пошти: зателефонуйте й перегляньте запит разом. Згода починає пошук.
todo-vital-review = Людина каже, що це життєво важливо: вирішіть.
todo-phone-list = Жоден волонтер не відповів на лист: зателефонуйте найближчим.
todo-call-now = Це життєво важливо, а пошта надто повільна: телефонуйте зараз.
todo-tell-who-comes = Людина не має пошти: скажіть їй, хто прийде, і кодове слово.
todo-ask-done = Людина не має пошти: запитайте, чи відбулася допомога.
todo-tell-reopened = Волонтер не зможе прийти: скажіть людині, що ми шукаємо знову.
todo-not-done = Людина каже, що ніхто не прийшов: з’ясуйте, чому, і знайдіть когось.
todo-concern = Хтось непокоїться: прочитайте повідомлення й дійте.
todo-mail-failed = Наш лист не доходить: перевірте адресу.
todo-vetting = Новий волонтер чекає на Вашу згоду.
todo-release-review = Дві обіцянки повернуто: у волонтера перерва. Зателефонуйте, потім вирішіть.
todo-returned = Людина пішла під блокуванням чи перевіркою і реєструється знову. Вирішіть.
todo-unmatched = Час минув, ніхто не погодився: скажіть людині і знайдіть інший шлях.
concern = Занепокоєння
volunteer-reveal = Переглянути ім’я, пошту й телефон
volunteer-since = Тут від
volunteer-promises = Що обіцяно
plan-title = Найкращий план
plan-about = Усе, що чекає, разом. Нічого не доручаємо без Вашого слова.
plan-fills = План заповнює місця: { $filled } з { $places }.
plan-beyond = { $count ->
    [one] Ще { $count } запит чекає.
    [few] Ще { $count } запити чекають.
   *[many] Ще { $count } запитів чекають.
}
plan-none = Зараз нічого планувати.
plan-why = Чому ця людина
plan-otherwise = Без цієї пари
plan-assign = Доручити
plan-assign-all = { $count ->
    [1] Доручити цю пару
    [one] Доручити { $count } пару
    [few] Доручити всі { $count } пари
   *[many] Доручити всі { $count } пар
}
plan-told = Кожна обрана людина одразу отримає лист. Якщо можете, спершу зателефонуйте їй.
plan-unfilled = Де лишаються вільні місця
plan-empty = { $count ->
    [one] { $count } місце
    [few] { $count } місця
   *[many] { $count } місць
}
plan-assigned = { $request }: доручено, { $volunteer }.
plan-taken = { $request }: вільного місця вже немає.
plan-not-possible = { $request }: { $volunteer }, уже неможливо.
plan-only-one = Єдина людина, яка підходить і має час.
plan-nearest-of = Найближча людина. Усього підходить: { $count }.
plan-nearer-elsewhere = { $count ->
    [1] Одна ближча людина потрібна деінде.
    [one] { $count } ближча людина потрібна деінде.
    [few] { $count } ближчі людини потрібні деінде.
   *[many] { $count } ближчих людей потрібні деінде.
}
plan-else-fewer-places = { $count ->
    [one] Заповнено на { $count } місце менше.
    [few] Заповнено на { $count } місця менше.
   *[many] Заповнено на { $count } місць менше.
}
plan-else-fewer-vital = { $count ->
    [one] Заповнено на { $count } життєво важливе місце менше.
    [few] Заповнено на { $count } життєво важливі місця менше.
   *[many] Заповнено на { $count } життєво важливих місць менше.
}
plan-else-longer = { $count ->
    [0] Наступний план майже такий самий короткий.
   *[other] Усі дороги разом довші на { $count } км.
}
audit = Хто чиї дані бачив
    .text = Кожен перегляд контактів записано з причиною. Натисніть ім’я: побачите все, що бачила ця людина. Натисніть номер: побачите, хто бачив ці дані.
audit-about = Номер запиту
audit-all = Показати все
audit-none = Нічого не переглядали.
audit-when = Коли
audit-who = Хто
audit-whose = Чиї дані
audit-why = Причина
audit-seen-by = Перегляди: { $who }
audit-seen-of = Хто бачив дані { $whose }
audit-everybody = усі, в експорті
actor-system = команда сервера
actor-staff = колишня людина з команди
actor-token = програма
actor-visitor = хтось невідомий
actor-volunteer = волонтер
actor-requester = сама людина
seen-stated = причину стерто разом із даними людини
seen-engagement = обіцяє допомогти
seen-own-request = власний запит
seen-export = експорт усього
access = Хто входив
    .text = Входи, невдалі спроби та відмови. Один рядок на хвилину для кожної сторінки.
access-none = Ніхто не входив.
access-device = Пристрій
access-end = Чим закінчилося
access-came-in = вхід: { $by }
access-turned-away = не вдалося: { $by }
access-refused = відмовлено: { $what }
access-unknown = хтось невідомий ({ $number })
came-in-by-password = пароль і код
came-in-by-provider = служба ідентифікації
came-in-by-link = посилання з листа
came-in-by-code = код із листа
retention = Що ми зберігаємо і як довго
    .text = Після строку дані зникають самі. Лишаються тільки числа.
retention-what = Що
retention-limit = Строк
retention-last = Остання перевірка
retention-gone = Тоді стерто
retention-in-all = Усього стерто
retention-due = Час стерти
retention-at-end = у кінці
retention-days = { $count ->
    [one] { $count } день
    [few] { $count } дні
   *[many] { $count } днів
}
kept-contact = контакти й примітки, після останнього запиту
kept-unconfirmed = волонтери, які так і не підтвердили адресу
kept-inactive = волонтери без звісток, після попередження
kept-barred = адреси й номери тих, хто пішов заблокованим
kept-tokens = посилання після їхнього строку
kept-jobs = пробудження і зміни між вузлами
kept-mail = опрацьовані листи
kept-audit = хто чиї дані бачив, і ланцюг перевірки
kept-sessions = сеанси, обмеження й повторні виклики
kept-imports = рядки невдалих імпортів
kept-keys = ключі стертих людей
erase-person = Стерти дані цієї людини
    .text = Усе, про що ця людина просила на Вашій території, буде скасовано і стерто. Цього не можна повернути.
    .sure = Людина про це попросила
    .button = Стерти
story-skills = Змінити, що потрібно для допомоги
volunteer-settings = Змінити налаштування
volunteer-skills = Уміння
fair-counted = Підраховано { $when }.
volunteer-hours = Години
