# Around every page
skip = Перейти до змісту
language-label = Мова:
call-us = Телефонуйте нам, це безкоштовно
team = Команда
your-menu = Ваше меню
tab-tasks = До виконання
tab-requests = Запити
tab-volunteers = Волонтери
tab-dashboard = Огляд
my-page = Моя сторінка
sign-out = Вийти
sign-in = Увійти
foot-nav = Низ сторінки
foot-choice = Як ми обираємо волонтерів
foot-privacy = Приватність
foot-accessibility = Доступність
foot-report = Повідомити про проблему
danger = Ви в небезпеці? Телефонуйте { $number }.
run-by = Сайт { $site } веде { $operator }.
banner = Стан сайту
banner-captured = Повідомлення не надсилаються. Цей сайт ще не відкрито для всіх.
banner-demo = Демонстрація: усе вигадано.
banner-demo-clock = Зараз { $time }. Час іде в { $speed } { $speed ->
    [one] раз
    [few] рази
   *[many] разів
  } швидше.
banner-demo-mailbox = Читати повідомлення
error-prefix = Помилка:
error-summary = { $count ->
    [1] Залишилося доповнити одне
    [one] Залишилося доповнити { $count } поле
    [few] Залишилося доповнити { $count } поля
   *[many] Залишилося доповнити { $count } полів
  }
continue = Далі
back = Попереднє запитання
save = Зберегти
cancel = Скасувати
change = Змінити
yes = Так
no = Ні
none = Немає
see = Переглянути
same-numbers = Ті самі числа в таблиці
prefer-to-talk = Вам зручніше поговорити? Телефонуйте:
nothing-lost = Усе, що Ви написали, збережено.

# Home
home-title = Допомога зовсім поруч із Вами
home-lead = Сусіди сходять у магазин, до аптеки або просто вислухають. Це безкоштовно, для всіх.
home-door-ask = Мені потрібна допомога
home-door-ask-text = Для Вас або для людини, якій Ви допомагаєте. П’ять простих запитань, без реєстрації.
home-door-help = Я хочу допомагати
home-door-help-text = Година час від часу, пішки чи велосипедом. Ви обираєте що, коли і як далеко.
home-door-call = Мені зручніше зателефонувати
home-door-call-text = Вам відповість жива людина, { $hours }.
home-how = Як це відбувається
home-how-1 = Ви кажете, що Вам потрібно
home-how-1-text = Список покупок, ліки або просто голос у телефоні.
home-how-2 = Хтось із сусідів погоджується
home-how-2-text = Ми запитуємо кількох людей за раз, зовсім поруч із Вами.
home-how-3 = Ви знаєте, хто прийде
home-how-3-text = Ім’я, час і кодове слово, яке треба запитати біля дверей.
home-privacy = Ваша адреса залишається в нас.
home-privacy-text = Волонтери бачать лише район. Ім’я, телефон і адресу отримає тільки той, хто погодився.
home-since = Від { $date }
home-helped = { $count ->
    [one] людина отримала допомогу
    [few] людини отримали допомогу
   *[many] людей отримали допомогу
  }
home-matched = запитів знайшли помічника
home-matched-value = { $share } з 10
home-first-yes = до першої згоди, у половині випадків
home-volunteers = { $count ->
    [one] волонтер готовий допомагати
    [few] волонтери готові допомагати
   *[many] волонтерів готові допомагати
  }
home-figures-date = Дані на { $date }.
home-figures-how = Як ми рахуємо
trap = Залиште це поле порожнім
