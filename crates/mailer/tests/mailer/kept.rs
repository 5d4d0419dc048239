use mail_parser::MessageParser;
use mailer::{
    CaptureBox, MailSettings, Outgoing, SendError, SettingsError, Transport, TransportKind,
};

use crate::{alert, date, from};

fn captured(messages: usize) -> (CaptureBox, Transport) {
    let inbox = CaptureBox::with_capacity(from(), messages);
    (inbox.clone(), Transport::Capture(inbox))
}

#[tokio::test]
async fn captured_mail_is_listed_newest_first_in_pages() {
    let (inbox, transport) = captured(100);
    for number in 0..5 {
        transport.send(&alert(number), date()).await.unwrap();
    }
    let page: Vec<_> = inbox.list(1, 2).iter().map(|mail| mail.to.clone()).collect();
    assert_eq!(page, ["volunteer3@example.net", "volunteer2@example.net"]);
    let mail = inbox.get(1).unwrap();
    assert_eq!((mail.kind.as_str(), mail.language.as_str()), ("alert", "fr"));
    assert_eq!((&mail.html, mail.date), (&alert(0).html, date()));
    assert!(inbox.get(0).is_none() && inbox.get(6).is_none());
}

#[tokio::test]
async fn the_oldest_make_way_and_numbers_go_on() {
    let (inbox, transport) = captured(3);
    for number in 0..10 {
        transport.send(&alert(number), date()).await.unwrap();
    }
    assert_eq!(inbox.len(), 3);
    let ids: Vec<_> = inbox.list(0, 10).iter().map(|mail| mail.id).collect();
    assert_eq!(ids, [10, 9, 8]);
    assert!(inbox.get(7).is_none());
    assert_eq!(inbox.get(9).unwrap().to, "volunteer8@example.net");
    inbox.clear();
    transport.send(&alert(0), date()).await.unwrap();
    assert_eq!(inbox.list(0, 10)[0].id, 11);
}

#[tokio::test]
async fn a_follower_learns_of_new_mail_and_misses_none() {
    let (inbox, transport) = captured(100);
    let mut newest = inbox.subscribe();
    let sender = tokio::spawn(async move {
        for number in 0..50 {
            transport.send(&alert(number), date()).await.unwrap();
        }
    });
    let (mut seen, mut last) = (Vec::new(), 0);
    while seen.len() < 50 {
        newest.wait_for(|id| *id > last).await.unwrap();
        for mail in inbox.after(last, 7) {
            last = mail.id;
            seen.push(mail.id);
        }
    }
    sender.await.unwrap();
    assert_eq!(seen, (1..=50).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_no_relay_would_get_is_not_captured_either() {
    let (inbox, transport) = captured(3);
    let mail = Outgoing { subject: "a\nb".to_owned(), ..alert(1) };
    let error = transport.send(&mail, date()).await.unwrap_err();
    assert_eq!(error, SendError::Invalid { field: "subject" });
    assert!(inbox.is_empty());
}

#[tokio::test]
async fn each_message_becomes_one_whole_file() {
    let directory = std::env::temp_dir().join(format!("mailer-{}", uuid::Uuid::now_v7()));
    let transport = Transport::from_settings(&MailSettings {
        transport: TransportKind::File,
        directory: Some(directory.join("new")),
        ..MailSettings::new(from())
    })
    .unwrap();
    for number in 0..3 {
        transport.send(&alert(number), date()).await.unwrap();
    }
    let mut names: Vec<_> = std::fs::read_dir(directory.join("new"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 3);
    for (number, name) in names.iter().enumerate() {
        assert!(name.starts_with("1793696400000-"), "{name}");
        let raw = std::fs::read(directory.join("new").join(name)).unwrap();
        let parsed = MessageParser::default().parse(&raw).unwrap();
        assert_eq!(parsed.message_id(), Some(&*format!("0193-{number:08}@exemple.org")));
    }
    std::fs::remove_dir_all(directory).unwrap();
}

#[test]
fn settings_that_lack_their_key_are_refused_by_name() {
    let settings = |transport| MailSettings { transport, ..MailSettings::new(from()) };
    let error = |settings| Transport::from_settings(&settings).unwrap_err();
    assert_eq!(error(settings(TransportKind::Smtp)), SettingsError::UrlMissing);
    assert_eq!(error(settings(TransportKind::File)), SettingsError::DirectoryMissing);
    let crowded = MailSettings {
        smtp_url: Some("smtp://localhost".to_owned()),
        pool_size: 65,
        ..settings(TransportKind::Smtp)
    };
    assert_eq!(error(crowded), SettingsError::Range { field: "mail.pool_size" });
}
