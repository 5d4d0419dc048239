-- Sign-in links live ten minutes. Those in the mails of a yes and of a day lived for days; these mails
-- lead to a page now, which asks to sign in.

DELETE FROM link WHERE purpose = 'login' AND expires_at > created_at + 600000000;
