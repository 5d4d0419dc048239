//! What a trace of system calls says about when what was synced, and which answers left when.

use std::collections::BTreeMap;

use uuid::Uuid;

/// The end of a sync, and what left until the next one ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boundary {
    /// Bytes of the store's log that had been synced.
    pub store_synced: usize,
    /// Bytes of the key ring's log that had been synced.
    pub ring_synced: usize,
    /// What was acknowledged after this end and before the next.
    pub acknowledged: Vec<Acknowledged>,
}

/// What an answer that left has promised to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Acknowledged {
    /// A request.
    Request(Uuid),
    /// A yes, by its engagement.
    Yes(Uuid),
    /// An engagement whose help was told done.
    Completion(Uuid),
    /// A request that was called off.
    Cancellation(Uuid),
}

/// A log as far as the trace has been read: where its writes have ended.
#[derive(Default)]
struct Log {
    written: usize,
    synced: usize,
}

/// Reads the text of `strace -f -y` in its order; a sync covers the writes that ended before it began.
pub fn boundaries(text: &str) -> Vec<Boundary> {
    let (mut store, mut ring) = (Log::default(), Log::default());
    // By thread: a call that has begun, and how much was written when it did.
    let mut begun = BTreeMap::<&str, (&str, usize)>::new();
    let mut all = vec![Boundary::default()];
    for line in text.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if is_answer(call) {
            if let Some(last) = all.last_mut() {
                last.acknowledged.extend(acknowledged(call));
            }
            continue;
        }
        let is_over = !call.ends_with("<unfinished ...>");
        let (whole, written_before) = if call.starts_with("<... ") {
            let Some(start) = begun.remove(thread) else { continue };
            start
        } else {
            let log = if is_of_ring(call) { &ring } else { &store };
            (call, log.written)
        };
        if !is_over {
            begun.insert(thread, (whole, written_before));
        }
        if !is_over || !whole.contains("-wal>") {
            continue;
        }
        let log = if is_of_ring(whole) { &mut ring } else { &mut store };
        if whole.starts_with("pwrite64(") {
            log.written = log.written.max(end_of_write(whole).unwrap_or(0));
        } else if whole.starts_with("fdatasync(") || whole.starts_with("fsync(") {
            log.synced = log.synced.max(written_before);
            all.push(Boundary {
                store_synced: store.synced,
                ring_synced: ring.synced,
                acknowledged: Vec::new(),
            });
        }
    }
    all
}

fn is_of_ring(call: &str) -> bool {
    call.contains(".keyring.sqlite")
}

/// A write to a socket that begins an answer.
fn is_answer(call: &str) -> bool {
    let writes = ["sendto(", "write(", "writev("].iter().any(|name| call.starts_with(name));
    writes && call.contains("\"HTTP/1.1 ")
}

/// What the body of an answer acknowledges.
fn acknowledged(call: &str) -> Option<Acknowledged> {
    let text = call.replace("\\\"", "\"");
    let status = text.split("HTTP/1.1 ").nth(1)?.get(..3)?;
    let says = |what: &str| text.contains(what);
    match status {
        "201" if says(r#","manage_url":""#) => {
            Some(Acknowledged::Request(id_after(&text, r#"{"id":""#)?))
        }
        "200" if says(r#"{"engagement":{"#) => {
            Some(Acknowledged::Yes(id_after(&text, r#"{"engagement":{"id":""#)?))
        }
        "200" if says(r#"","request_id":""#) && says(r#","status":"completed""#) => {
            Some(Acknowledged::Completion(id_after(&text, r#"{"id":""#)?))
        }
        "200" if says(r#","status":"cancelled""#) => {
            Some(Acknowledged::Cancellation(id_after(&text, r#"{"id":""#)?))
        }
        _ => None,
    }
}

fn id_after(text: &str, start: &str) -> Option<Uuid> {
    text.split(start).nth(1)?.get(..36)?.parse().ok()
}

/// Offset and length of `pwrite64(9</x-wal>, "…"..., 4096, 32) = 4096`, whole or unfinished.
fn end_of_write(call: &str) -> Option<usize> {
    let arguments = call.split(" <unfinished").next()?.split(") = ").next()?;
    let mut parts = arguments.rsplit(", ");
    let offset: usize = parts.next()?.trim().parse().ok()?;
    let length: usize = parts.next()?.trim().parse().ok()?;
    Some(offset + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = r#"
11 pwrite64(9</x/proche.sqlite-wal>, "a"..., 24, 0) = 24
11 pwrite64(9</x/proche.sqlite-wal>, "a, 9, 9"..., 4096, 24 <unfinished ...>
12 fdatasync(8</x/proche.keyring.sqlite-wal>) = 0
11 <... pwrite64 resumed>) = 4096
11 fdatasync(9</x/proche.sqlite-wal> <unfinished ...>
12 pwrite64(9</x/proche.sqlite-wal>, "b"..., 100, 4120) = 100
11 <... fdatasync resumed>) = 0
13 sendto(20<socket:[1]>, "HTTP/1.1 201 Created\r\n\r\n{\"id\":\"01936b5c-8a4e-7000-8000-000000000001\",\"manage_url\":\"x\"}", 90, MSG_NOSIGNAL, NULL, 0) = 90
13 writev(20<socket:[1]>, [{"HTTP/1.1 200 OK\r\n\r\n{\"engagement\":{\"id\":\"01936b5c-8a4e-7000-8000-000000000002\",\"status\":\"active\"}}"}], 1) = 90
13 sendto(20<socket:[1]>, "HTTP/1.1 200 OK\r\n\r\n{\"id\":\"01936b5c-8a4e-7000-8000-000000000002\",\"request_id\":\"01936b5c-8a4e-7000-8000-000000000001\",\"status\":\"completed\"", 90, MSG_NOSIGNAL, NULL, 0) = 90
13 sendto(20<socket:[1]>, "HTTP/1.1 200 OK\r\n\r\n{\"id\":\"01936b5c-8a4e-7000-8000-000000000003\",\"reference\":\"x\",\"status\":\"cancelled\",", 90, MSG_NOSIGNAL, NULL, 0) = 90
13 sendto(20<socket:[1]>, "HTTP/1.1 409 Conflict\r\n\r\n{\"code\":\"taken\"}", 90, MSG_NOSIGNAL, NULL, 0) = 90
"#;

    #[test]
    fn a_sync_covers_what_was_written_before_it_began() {
        let read = boundaries(TRACE.trim());
        let synced: Vec<_> = read.iter().map(|one| (one.store_synced, one.ring_synced)).collect();
        assert_eq!(synced, [(0, 0), (0, 0), (4_120, 0)]);
        let id = |last: u128| Uuid::from_u128(0x0193_6b5c_8a4e_7000_8000_0000_0000_0000 + last);
        let acknowledged: Vec<_> = read.into_iter().map(|one| one.acknowledged).collect();
        let last = vec![
            Acknowledged::Request(id(1)),
            Acknowledged::Yes(id(2)),
            Acknowledged::Completion(id(2)),
            Acknowledged::Cancellation(id(3)),
        ];
        assert_eq!(acknowledged, [vec![], vec![], last]);
    }
}
