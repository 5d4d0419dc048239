use std::time::Duration;

use mailer::{ReplyCode, SendError, Stage, Transport};
use tests::smtp_sink::{Fault, SmtpSink, Verb};

use crate::{LONG, SHORT, alert, date, smtp};

async fn setup(timeout: Duration) -> (SmtpSink, Transport) {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&sink.url(), 2, timeout);
    (sink, transport)
}

fn code(basic: u16) -> ReplyCode {
    let class = u8::try_from(basic / 100).unwrap();
    ReplyCode { basic, enhanced: Some((class, 7, 1)) }
}

#[tokio::test]
async fn refusals_are_told_apart_by_verb_and_class() {
    let (sink, transport) = setup(LONG).await;
    let transient = |basic| SendError::Transient { code: code(basic) };
    let permanent = |basic| SendError::Permanent { code: code(basic) };
    let cases = [
        (Verb::Rcpt, 450, transient(450)),
        (Verb::Rcpt, 550, permanent(550)),
        (Verb::Data, 451, transient(451)),
        (Verb::Data, 554, permanent(554)),
        (Verb::Content, 452, transient(452)),
        (Verb::Content, 554, permanent(554)),
        (Verb::Mail, 451, transient(451)),
        (Verb::Mail, 552, permanent(552)),
        // The sender address is the deployment's: no recipient is at fault.
        (Verb::Mail, 550, transient(550)),
    ];
    for (verb, basic, expected) in cases {
        sink.fault(verb, Fault::Reply(basic));
        let error = transport.send(&alert(1), date()).await.unwrap_err();
        assert_eq!(error, expected, "{verb:?} {basic}");
        sink.heal();
        transport.send(&alert(2), date()).await.unwrap();
    }
    assert_eq!(sink.count(), cases.len());
    // A refused message costs no connection, except that the relay went on to await its content.
    assert!(sink.connections() <= 4, "{}", sink.connections());
}

#[tokio::test]
async fn a_relay_that_refuses_the_deployment_is_no_fault_of_the_message() {
    for (verb, basic) in [(Verb::Connect, 554), (Verb::Ehlo, 421)] {
        let (sink, transport) = setup(LONG).await;
        sink.fault(verb, Fault::Reply(basic));
        let error = transport.send(&alert(1), date()).await.unwrap_err();
        let expected = SendError::Unreachable { stage: Stage::Greeting, code: Some(code(basic)) };
        assert_eq!(error, expected, "{verb:?}");
    }
}

#[tokio::test]
async fn wrong_credentials_are_reported_as_such() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    sink.advertise(&["AUTH PLAIN LOGIN", "PIPELINING"]);
    let transport = smtp(&format!("smtp://ann:secret@{}", sink.addr()), 1, LONG);
    sink.fault_times(Verb::Auth, Fault::Reply(535), 1);
    let error = transport.send(&alert(1), date()).await.unwrap_err();
    let expected = SendError::Unreachable { stage: Stage::Authentication, code: Some(code(535)) };
    assert_eq!(error, expected);
    transport.send(&alert(1), date()).await.unwrap();
}

#[tokio::test]
async fn a_relay_that_hangs_at_any_verb_costs_its_timeout_and_wedges_nothing() {
    let (sink, transport) = setup(SHORT).await;
    let verbs =
        [Verb::Connect, Verb::Ehlo, Verb::Mail, Verb::Rcpt, Verb::Data, Verb::Content, Verb::Rset];
    for verb in verbs {
        sink.restart().await.unwrap();
        sink.fault(verb, Fault::Hang);
        if verb == Verb::Rset {
            sink.fault(Verb::Rcpt, Fault::Reply(450));
        }
        let error = transport.send(&alert(1), date()).await.unwrap_err();
        match verb {
            Verb::Content => assert_eq!(error, SendError::Uncertain),
            Verb::Rset => assert_eq!(error, SendError::Transient { code: code(450) }),
            _ => assert!(matches!(error, SendError::Unreachable { .. }), "{verb:?}: {error}"),
        }
        sink.heal();
        transport.send(&alert(2), date()).await.unwrap();
    }
    assert_eq!(sink.count(), verbs.len());
}

#[tokio::test]
async fn a_relay_that_hangs_up_at_any_verb_wedges_nothing() {
    let (sink, transport) = setup(LONG).await;
    let verbs = [Verb::Connect, Verb::Ehlo, Verb::Mail, Verb::Rcpt, Verb::Data, Verb::Content];
    for verb in verbs {
        sink.restart().await.unwrap();
        sink.fault(verb, Fault::Drop);
        let error = transport.send(&alert(1), date()).await.unwrap_err();
        if verb == Verb::Content {
            assert_eq!(error, SendError::Uncertain);
        } else {
            assert!(matches!(error, SendError::Unreachable { .. }), "{verb:?}: {error}");
        }
        sink.heal();
        transport.send(&alert(2), date()).await.unwrap();
    }
    assert_eq!(sink.count(), verbs.len());
}

#[tokio::test]
async fn a_connection_lost_after_the_final_dot_is_uncertain_kept_or_not() {
    let (sink, transport) = setup(LONG).await;
    sink.fault_times(Verb::Content, Fault::KeepAndDrop, 1);
    let error = transport.send(&alert(1), date()).await.unwrap_err();
    assert_eq!((error, sink.count()), (SendError::Uncertain, 1));
    sink.fault_times(Verb::Content, Fault::Drop, 1);
    let error = transport.send(&alert(1), date()).await.unwrap_err();
    assert_eq!((error, sink.count()), (SendError::Uncertain, 1));
}

#[tokio::test]
async fn a_connection_lost_after_the_reply_is_a_success() {
    let (sink, transport) = setup(LONG).await;
    sink.fault(Verb::Content, Fault::AnswerAndDrop);
    for number in 0..5 {
        transport.send(&alert(number), date()).await.unwrap();
    }
    assert_eq!((sink.count(), sink.connections()), (5, 5));
}

#[tokio::test]
async fn a_slow_relay_is_waited_for() {
    let (sink, transport) = setup(LONG).await;
    for verb in [Verb::Connect, Verb::Ehlo, Verb::Mail, Verb::Content] {
        sink.fault(verb, Fault::Trickle(Duration::from_millis(1)));
    }
    transport.send(&alert(1), date()).await.unwrap();
    assert_eq!(sink.count(), 1);
}

#[tokio::test]
async fn one_refused_recipient_does_not_hold_up_the_others() {
    let (sink, transport) = setup(LONG).await;
    sink.fault_for(Verb::Rcpt, "volunteer3@", Fault::Reply(550));
    let mut refused = 0;
    for number in 0..6 {
        refused += usize::from(transport.send(&alert(number), date()).await.is_err());
    }
    assert_eq!((refused, sink.count(), sink.connections()), (1, 5, 1));
}

#[tokio::test]
async fn encryption_that_is_demanded_and_absent_ends_the_conversation() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let refused = SendError::Unreachable { stage: Stage::Tls, code: None };
    let transport = smtp(&format!("{}?tls=required", sink.url()), 1, LONG);
    assert_eq!(transport.send(&alert(1), date()).await.unwrap_err(), refused);
    assert_eq!((sink.count(), sink.uses(Verb::Mail)), (0, 0));
    let implicit = smtp(&format!("smtps://{}", sink.addr()), 1, SHORT);
    assert_eq!(implicit.send(&alert(1), date()).await.unwrap_err(), refused);
}

#[tokio::test]
async fn offered_encryption_that_fails_is_not_replaced_by_none() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    sink.advertise(&["STARTTLS", "PIPELINING"]);
    let transport = smtp(&sink.url(), 1, LONG);
    let error = transport.send(&alert(1), date()).await.unwrap_err();
    assert!(matches!(error, SendError::Unreachable { stage: Stage::Tls, code: Some(_) }));
    let plain = smtp(&format!("{}?tls=none", sink.url()), 1, LONG);
    plain.send(&alert(1), date()).await.unwrap();
    assert_eq!((sink.count(), sink.uses(Verb::StartTls)), (1, 1));
}
