use std::{
    io,
    sync::{Arc, Mutex},
};

use tests::smtp_sink::{Fault, SmtpSink, Verb};
use tracing::instrument::WithSubscriber;

use crate::{LONG, alert, date, smtp};

/// Where the log of a test goes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_of_a_message_reaches_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    sink.advertise(&["AUTH PLAIN", "PIPELINING"]);
    let transport = smtp(&format!("smtp://ann:hunter2@{}", sink.addr()), 1, LONG);
    sink.fault_for(Verb::Rcpt, "volunteer2@", Fault::Reply(550));
    async {
        tracing::trace!("the log is on");
        transport.send(&alert(1), date()).await.unwrap();
        transport.send(&alert(2), date()).await.unwrap_err();
        transport.close().await;
    }
    .with_subscriber(subscriber)
    .await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("the log is on"));
    for secret in ["volunteer", "jeton", "hunter2", "AUTH", "Wrote", "exemple.org"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn errors_and_debug_output_hold_no_address_and_no_server_text() {
    let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
    let transport = smtp(&format!("smtp://ann:hunter2@{}?tls=none", sink.addr()), 1, LONG);
    sink.advertise(&["AUTH PLAIN", "PIPELINING"]);
    sink.fault(Verb::Rcpt, Fault::Reply(550));
    let error = transport.send(&alert(1), date()).await.unwrap_err();
    assert_eq!(error.to_string(), "the mail relay refused the message for good (550 5.7.1)");
    for shown in [format!("{error:?}"), format!("{transport:?}"), format!("{:?}", alert(1))] {
        assert!(!shown.contains("volunteer") && !shown.contains("hunter2"), "{shown}");
    }
}
