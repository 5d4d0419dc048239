//! Claimed mails are written and composed, a batch at a time, beside the sending of those before them.
//!
//! A mail that cannot be written does not hold up the others: it is given up, and a human is told.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use mailer::{Ready, SendError};
use store::{MailMark, MailSubjects, Notification, StoreError};

use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;
use crate::write_mail::Due;

/// What is to become of a claimed mail.
pub(crate) enum Written {
    /// It goes out, as long as what it relies on reads like this.
    Ready(Box<Ready>, Option<MailMark>),
    /// It has no use any more; the code says why.
    Drop(&'static str),
    /// It can never be sent; the code says why.
    Unusable(&'static str),
}

impl Dispatch {
    /// Writes claimed mails, each on its own.
    ///
    /// # Errors
    /// The store cannot be read now.
    pub(crate) async fn prepare_mails(
        self,
        mails: Vec<Notification>,
    ) -> Outcome<Vec<(Notification, Written)>> {
        let subjects = match self.mail_subjects(&mails).await {
            Err(error) if is_about_a_row(&error) => None,
            read => Some(read?),
        };
        let mut written = Vec::with_capacity(mails.len());
        for mail in mails {
            let one = match &subjects {
                Some(subjects) => self.prepare_mail(&mail, subjects).await,
                // One of the rows cannot be read: that mail alone has to suffer for it.
                None => match self.mail_subjects(std::slice::from_ref(&mail)).await {
                    Ok(subjects) => self.prepare_mail(&mail, &subjects).await,
                    Err(error) => Err(error),
                },
            };
            let one = match one {
                Err(error) if is_about_a_row(&error) => {
                    tracing::error!(mail.id = %mail.id, mail.kind = mail.kind, %error, "a mail cannot be written");
                    Written::Unusable("unreadable")
                }
                one => one?,
            };
            written.push((mail, one));
            // Writing takes the processor; others want it too.
            tokio::task::yield_now().await;
        }
        Ok(written)
    }

    /// What the mails point at, and the keys that open it.
    async fn mail_subjects(&self, mails: &[Notification]) -> Outcome<MailSubjects> {
        let subjects = self.read().await?.mail_subjects(mails).await?;
        self.ring().fetch(&subjects.sealed_for()).await?;
        Ok(subjects)
    }

    async fn prepare_mail(&self, n: &Notification, subjects: &MailSubjects) -> Outcome<Written> {
        if n.not_after.is_some_and(|end| end <= self.now()) {
            return Ok(Written::Drop("too_late"));
        }
        let subject = subjects.of(n);
        let write = async {
            Ok(match self.write_mail(n, &subject).await? {
                Due::Drop(why) => Written::Drop(why),
                Due::Send(mail) => match self.transport().compose(*mail, self.now()) {
                    Ok(ready) => Written::Ready(Box::new(ready), subjects.mark(n.id).cloned()),
                    Err(SendError::Invalid { field }) => {
                        tracing::error!(mail.id = %n.id, mail.field = field, "a mail cannot be composed");
                        Written::Unusable("invalid")
                    }
                    Err(_) => Written::Unusable("invalid"),
                },
            })
        };
        let Ok(written) = AssertUnwindSafe(write).catch_unwind().await else {
            tracing::error!(mail.id = %n.id, mail.kind = n.kind, "the writing of a mail panicked");
            return Ok(Written::Unusable("invalid"));
        };
        written
    }
}

/// Whether a failure lies in what is stored rather than in the way to it.
fn is_about_a_row(error: &Refusal) -> bool {
    matches!(error, Refusal::Store(StoreError::Corrupt { .. } | StoreError::Sealed { .. }))
        || matches!(error, Refusal::NotFound)
}
