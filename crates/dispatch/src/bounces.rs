//! Mail that was taken over and came back later: the address is left alone, a human is told.
//!
//! Reports are read from a Maildir, the mailbox that mail to the sender's address goes to. What names
//! one of our messages can only come from who was sent it: its id cannot be guessed.

use std::path::Path;

use mailer::{MAX_REPORT, read_report};
use matching::{AlertStatus, NotificationId, VolunteerId};
use store::{Notification, Tx};
use tokio::io::AsyncReadExt as _;

use crate::refusal::Outcome;
use crate::service::Dispatch;

/// Messages that are read in one go.
const BATCH: usize = 200;

impl Dispatch {
    /// Reads what came into the mailbox since; gives how many reports were about our mail.
    pub(crate) async fn read_mailbox(&self) -> Outcome<usize> {
        let Some(maildir) = &self.settings().inbound else { return Ok(0) };
        let mut known = 0;
        let names = match new_messages(maildir).await {
            Ok(names) => names,
            Err(error) => {
                tracing::warn!(%error, "mail.inbound cannot be read");
                return Ok(0);
            }
        };
        for name in names {
            // Whoever takes it first on several nodes reads it; a doubled report changes nothing.
            let Ok(raw) = read(&maildir.join("new").join(&name)).await else { continue };
            known += usize::from(self.take_report(&raw).await?);
            let read = maildir.join("cur").join(format!("{name}:2,S"));
            if let Err(error) = tokio::fs::rename(maildir.join("new").join(&name), read).await {
                tracing::warn!(%error, "a message in mail.inbound cannot be put aside");
            }
        }
        Ok(known)
    }

    /// Takes a delivery report; gives whether it is the first final one about a mail of ours.
    ///
    /// # Errors
    /// The store fails.
    pub async fn take_report(&self, raw: &[u8]) -> Outcome<bool> {
        let Some(report) = read_report(raw).filter(|report| report.is_final) else {
            return Ok(false);
        };
        let Ok(id) = report.about.parse() else { return Ok(false) };
        let mut tx = self.write().await?;
        let Some(mail) = tx.bounce_notification(NotificationId(id)).await? else {
            return Ok(false);
        };
        metrics::counter!("proche_bounced_mails_total").increment(1);
        tracing::info!(mail.id = %mail.id, mail.kind = mail.kind, "a mail came back");
        if let Some(volunteer) = mail.volunteer_id.filter(|_| went_to_volunteer(&mail)) {
            self.suspend_mail(&mut tx, volunteer).await?;
        }
        self.given_up(&mut tx, &mail, AlertStatus::Sent, "bounced").await?;
        self.finish(tx).await?;
        Ok(true)
    }

    /// Nothing more goes to this address until it is changed or confirmed anew.
    async fn suspend_mail(&self, tx: &mut Tx, id: VolunteerId) -> Outcome<()> {
        tx.lock_volunteer(id).await?;
        let Some(mut volunteer) = tx.volunteer(id).await? else { return Ok(()) };
        if !volunteer.mail_suspended {
            volunteer.mail_suspended = true;
            volunteer.updated_at = self.now();
            tx.update_volunteer(volunteer.status, &volunteer).await?;
            tx.note_change(id, self.now()).await?;
        }
        Ok(())
    }
}

/// Whether a mail went to the volunteer's own address of now.
fn went_to_volunteer(mail: &Notification) -> bool {
    let to_another = matches!(
        mail.kind.as_str(),
        "receipt" | "matched" | "nobody_yet" | "reopened" | "ask_done" | "expired" | "overdue"
    );
    !to_another && !mail.kind.starts_with("email_")
}

async fn new_messages(maildir: &Path) -> std::io::Result<Vec<String>> {
    let mut entries = tokio::fs::read_dir(maildir.join("new")).await?;
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        if names.len() == BATCH {
            break;
        }
        names.extend(entry.file_name().into_string());
    }
    Ok(names)
}

async fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    let most = u64::try_from(MAX_REPORT).unwrap_or(u64::MAX);
    tokio::fs::File::open(file).await?.take(most).read_to_end(&mut raw).await?;
    Ok(raw)
}
