# The coordinator's pages
tab-map = Карта
board-needs = { $count ->
    [0] Зараз ніщо не потребує людини
    [one] { $count } запит потребує Вас
    [few] { $count } запити потребують Вас
   *[many] { $count } запитів потребують Вас
  }
board-searching = { $count ->
    [0] Інших пошуків немає.
    [one] Для { $count } запиту пошук триває сам.
    [few] Для { $count } запитів пошук триває сам.
   *[many] Для { $count } запитів пошук триває сам.
  }
board-plan = Переглянути найкращий план
board-all = Усе
board-reload = Оновити
board-live = Ці числа оновлюються самі.
need-concern = тривога
    .act = Прочитати й діяти
need-vital = життєво важливо
    .act = Зателефонувати найближчим
need-not-done = не прийшли
    .act = Знайти когось
need-reopened = місце вільне
    .act = Переглянути план
need-nobody-left = нікого
    .act = Шукати далі
need-deadline-near = терміново
    .act = Зателефонувати найближчим
need-silence = тиша
    .act = Сповістити інших
need-old = давній
    .act = Дізнатися чому
need-unconfirmed = підтвердити
    .act = Зателефонувати й підтвердити
waiting-silence = Усі сповіщені мовчать.
waiting-old = Чекає вже понад добу.
need-until = До { $when }.
did-resent = { $count ->
    [0] Більше нікого зараз не можна сповістити.
    [one] Сповіщено ще { $count } людину.
    [few] Сповіщено ще { $count } людини.
   *[many] Сповіщено ще { $count } людей.
  }
did-widened = { $count ->
    [0] Далі теж нікого не можна сповістити.
    [one] Запрошено { $count } людину далі.
    [few] Запрошено { $count } людини далі.
   *[many] Запрошено { $count } людей далі.
  }
story-why = Чому чекає
reason-by-hand = запит команди
event-request-resent = Команда сповіщає інших: { $count }.
event-request-widened = Команда шукає далі.
map-title = Де бракує волонтерів
map-about = Останні 28 днів. Шестикутник — це район, а не адреса.
map-show = Показати
map-show-unmet = Без нікого
map-show-requests = Запити
map-show-volunteers = Волонтери
map-matched = Знайшли когось
map-size = Деталь
map-size-4 = країна
map-size-5 = область
map-size-6 = громади
map-size-7 = райони
map-size-auto = автоматично
map-none = Тут поки немає ні запитів, ні волонтерів.
map-text = Запитів: { $requests }, без нікого: { $unmet }, волонтерів: { $volunteers }.
map-cell = { $place }: { $numbers }
map-key-well = усе виконано
map-key-missing = запити, але без волонтерів
map-key-from-to = { $from }–{ $to }
map-key-from = { $from } і більше
map-worst = Де бракує найбільше
map-place = Біля
map-more = { $shown } рядків із { $total }. Файл містить усі.
map-credit = Основа: Natural Earth. Місця: GeoNames (CC BY 4.0), INSEE та La Poste.
compare = Порівняти з
compare-before = попереднім періодом
compare-year = роком раніше
compare-none = нічим
compare-told = Порівняно з { $from } – { $to }.
compare-up = ▲ на { $by } більше
compare-down = ▼ на { $by } менше
compare-same = = без змін
compare-points = { $count ->
    [one] { $count } пункт
    [few] { $count } пункти
   *[many] { $count } пунктів
  }
compare-column = Раніше
