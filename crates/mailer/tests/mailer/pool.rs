use std::time::Duration;

use mailer::{Accepted, SendError, Stage, Transport, TransportKind};
use tests::smtp_sink::{Fault, SmtpSink, Verb};

use crate::{LONG, SHORT, alert, date, smtp};

async fn send_all(transport: &Transport, numbers: std::ops::Range<usize>) {
    let sends: Vec<_> = numbers
        .map(|number| {
            let transport = transport.clone();
            tokio::spawn(async move { transport.send(&alert(number), date()).await })
        })
        .collect();
    for send in sends {
        send.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_message_arrives_with_its_envelope_and_links() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 4, LONG);
    let accepted = transport.send(&alert(1), date()).await.unwrap();
    let received = &sink.wait_for(1, LONG).await.unwrap()[0];
    assert_eq!(received.from, "aide@exemple.org");
    assert_eq!(received.to, ["volunteer1@example.net"]);
    assert_eq!(received.kind().as_deref(), Some("alert"));
    assert_eq!(received.subject().unwrap(), alert(1).subject);
    assert_eq!(received.text().unwrap().replace("\r\n", "\n").trim_end(), alert(1).text.trim_end());
    assert_eq!(received.links(), ["https://exemple.org/a/jeton"]);
    assert_eq!(accepted.by, TransportKind::Smtp);
    assert!(matches!(accepted, Accepted { bytes, .. } if bytes > 500));
}

#[tokio::test]
async fn connections_are_reused_and_never_more_than_allowed() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 3, LONG);
    send_all(&transport, 0..120).await;
    assert_eq!(sink.count(), 120);
    assert!(sink.connections() <= 3, "{} connections", sink.connections());
    assert_eq!(sink.messages().iter().filter(|m| m.connection > 2).count(), 0);
}

#[tokio::test]
async fn one_connection_carries_so_many_messages_and_no_more() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 1, LONG);
    for number in 0..205 {
        transport.send(&alert(number), date()).await.unwrap();
    }
    assert_eq!(sink.connections(), 2);
    assert_eq!(sink.uses(Verb::Quit), 1);
}

#[tokio::test]
async fn a_relay_without_pipelining_is_spoken_to_step_by_step() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    sink.advertise(&["8BITMIME"]);
    let transport = smtp(&sink.url(), 2, LONG);
    send_all(&transport, 0..10).await;
    sink.fault_for(Verb::Rcpt, "volunteer11@", Fault::Reply(550));
    assert!(transport.send(&alert(11), date()).await.is_err());
    transport.send(&alert(12), date()).await.unwrap();
    assert_eq!(sink.count(), 11);
}

#[tokio::test]
async fn a_relay_that_restarts_is_found_again_without_a_lost_message() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 2, LONG);
    send_all(&transport, 0..4).await;
    sink.restart().await.unwrap();
    send_all(&transport, 4..8).await;
    sink.stop().await;
    let away = transport.send(&alert(8), date()).await.unwrap_err();
    assert_eq!(away, SendError::Unreachable { stage: Stage::Connect, code: None });
    sink.restart().await.unwrap();
    send_all(&transport, 8..12).await;
    assert_eq!(sink.count(), 12);
}

#[tokio::test]
async fn a_relay_that_leaves_with_421_is_asked_again_at_once() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 1, LONG);
    transport.send(&alert(0), date()).await.unwrap();
    sink.fault_times(Verb::Mail, Fault::Reply(421), 1);
    transport.send(&alert(1), date()).await.unwrap();
    assert_eq!((sink.count(), sink.connections()), (2, 2));
}

#[tokio::test]
async fn a_send_that_is_given_up_leaves_its_place_to_the_next() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 1, LONG);
    sink.fault_times(Verb::Content, Fault::Hang, 1);
    let given_up = tokio::time::timeout(SHORT, transport.send(&alert(0), date())).await;
    assert!(given_up.is_err());
    transport.send(&alert(1), date()).await.unwrap();
    assert_eq!(sink.count(), 1);
}

#[tokio::test]
async fn closing_takes_leave_and_refuses_what_comes_later() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 4, LONG);
    send_all(&transport, 0..8).await;
    transport.close().await;
    assert_eq!(sink.uses(Verb::Quit), sink.connections());
    let error = transport.send(&alert(9), date()).await.unwrap_err();
    assert_eq!(error, SendError::Unreachable { stage: Stage::Closed, code: None });
    assert_eq!(sink.count(), 8);
}

#[tokio::test]
async fn a_message_under_way_is_finished_before_closing() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 1, LONG);
    sink.fault(Verb::Content, Fault::Trickle(Duration::from_millis(5)));
    let sending = {
        let transport = transport.clone();
        tokio::spawn(async move { transport.send(&alert(1), date()).await })
    };
    sink.wait_for(1, LONG).await.unwrap();
    transport.close().await;
    assert!(sending.await.unwrap().is_ok());
}
