# The desk: calls, who is to be called, shifts
tab-desk = Телефон
desk-caller = Номер того, хто дзвонить
    .hint = Потім Enter.
desk-start = Прийняти дзвінок
desk-withheld = Номер приховано
desk-say-number = Назвіть номер, який треба зберегти:
desk-queue = Кому передзвонити
desk-queue-none = Ніхто не чекає на дзвінок.
desk-next = Наступний дзвінок
desk-tries = { $count ->
    [one] { $count } спроба.
    [few] { $count } спроби.
   *[many] { $count } спроб.
  }
desk-promised = обіцяний дзвінок
desk-own = Мій телефон
desk-today = Сьогодні
desk-week = Цього тижня
desk-calls = Дзвінки
desk-noted = Записані запити
desk-helped = Уже отримали допомогу
desk-median = Половина дзвінків, не довше
desk-news = Добра новина
desk-news-line = Записано: { $noted }. Допомога: { $done }.
desk-shift-now = На телефоні: { $who }.
desk-shift-nobody = Ніхто не записаний на телефон.
desk-shift-own = Наступна зміна для Вас: { $when }.
desk-ended-noted = Дзвінок збережено, пошук починається.
desk-ended-known = Дзвінок пов’язано із запитом.
desk-ended-informed = Дзвінок збережено: відповідь дано.
desk-ended-call-back = Дзвінок обіцяно. Він чекає у списку.
desk-ended-referred = Дзвінок збережено: скеровано далі.
desk-ended-nobody = Дзвінок збережено: нікого на лінії.
desk-ended-wrong-number = Дзвінок збережено: не той номер.
desk-ended-declined = Людина сказала ні: нічого не зберігаємо.
desk-keys = Клавіші телефону
    .text = Тримайте Alt, або Alt і Shift у деяких браузерах, і натисніть літеру. Tab веде до наступного поля.
    .enter = Enter у полі перечитує дзвінок і зберігає все написане. Лише кнопка внизу завершує дзвінок.
call = Дзвінок
call-known = відомий
call-since = з { $when }
call-look = Перечитати
call-reason = Ця людина дзвонить нам
call-same-ask = Чи йдеться про запит { $number }?
call-same = Це той самий запит
call-other = Це щось інше, додатково
call-note = Додати до цього запиту
    .hint = Для людини, яка прийде.
call-found-contact = Той самий номер.
call-found-door = Та сама адреса, інший номер.
call-asked = { $how } До: { $until }.
call-nobody-yet = Ще ніхто не сказав так.
call-comes = { $name }: { $when }. Слово біля дверей: { $word }.
call-action-confirm = Зроблено
call-action-deny = Ніхто не прийшов
call-action-cancel = Скасувати запит
call-action-open = Підтвердити й шукати
call-action-person = Узяти ці дані
call-action-contacted = Дзвінок людині зроблено
call-action-complete = Допомогу надано
call-action-release = Більше не може прийти
call-moved-on = За цей час усе змінилося. Подивіться, що тут тепер.
call-done = Зроблено. Дзвінок триває.
call-volunteer = Волонтер: обіцянки
call-past = Запити раніше
call-earlier = { $count ->
    [one] { $count } дзвінок перед цим
    [few] { $count } дзвінки перед цим
   *[many] { $count } дзвінків перед цим
  }
call-line = { $when }: { $outcome }
call-more = Для когось іншого, e-mail, терміновість, тривога
call-worried = Мене це тривожить: хтось має швидко подивитися
call-needs = Що потрібно людині?
call-groceries = Покупки: список
call-pharmacy = Аптека: де, що
call-language = Мова
call-street = Вулиця й номер
call-readback = Адресу повторено вголос, вона правильна
call-scripts = Ті самі слова іншими мовами
call-end = Кінець дзвінка
call-back-at = Передзвонити
call-save = Зберегти, наступний дзвінок
call-outcome-noted = Запит записано
call-outcome-known = Запит уже відомий
call-outcome-informed = Відповідь на питання дано
call-outcome-call-back = Передзвонити пізніше
call-outcome-referred = Скеровано далі
call-outcome-nobody = Нікого на лінії
call-outcome-wrong-number = Не той номер
call-outcome-declined = Без згоди
call-outcome-unfinished = Не закінчено
call-outcome-yes = Додзвонилися: так
call-outcome-no = Додзвонилися: ні
call-outcome-told = Додзвонилися й повідомили
call-outcome-done = Додзвонилися
call-outcome-found = Додзвонилися: хтось піде
call-outcome-other = Додзвонилися, інше
call-outcome-not-reached = Не додзвонилися
roster = Зміни
roster-missing = { $count ->
    [one] { $count } вільне місце
    [few] { $count } вільні місця
   *[many] { $count } вільних місць
  }
roster-none = Жодної зміни не заплановано.
roster-now = зараз
roster-mine = для Вас
roster-nobody = Ще нікого
roster-action-take = Прийду
roster-action-leave = Більше не можу
roster-action-cancel = Прибрати
roster-full = На цій зміні всі місця зайняті.
roster-plan = Планувати зміни
    .button = Запланувати
roster-from = Від
roster-to = До
roster-hours = Години
    .hint = Наприклад 8:00 12:00 16:00 20:00.
roster-places = Місць на кожній зміні
task-return-call = обіцяний дзвінок
todo-return-call = Ми обіцяли передзвонити: зателефонуйте в домовлений час.
waiting-asked-again = Людина знову дзвонила, і ще ніхто не сказав так.
event-request-spoken-of = Людина дзвонить щодо цього запиту.
kept-callers = номери тих, хто дзвонив, після дзвінка
error-caller-invalid = Напишіть номер телефону або виберіть «Номер приховано».
error-link-missing = Скажіть, чи це той самий запит, чи щось інше.
error-readback-missing = Повторіть адресу вголос, потім поставте позначку.
error-outcome-invalid = Потребу позначено: виберіть «Запит записано» або зніміть позначку.
error-call-back-at-missing = Виберіть, коли передзвонити.
error-worried-missing = Запишіть або пов’яжіть запит, щоб хтось міг діяти.
error-shift-hours-invalid = Напишіть години по порядку, наприклад 8:00 12:00 16:00 20:00.
error-places-out-of-range = Напишіть число від 1 до 50.
error-from-day-invalid = Виберіть день, який ще попереду.
error-to-day-invalid = Виберіть день після першого, щонайбільше чотири тижні.
