//! The whole database as text, to see whether anything changed.

use std::io::Read as _;

use flate2::read::GzDecoder;

use super::House;

/// The SHA-256 at the end of a backup.
const CHECKSUM_BYTES: usize = 32;

impl House {
    /// Every row of every table that a backup carries: all but sessions, the key ring and the queue.
    pub async fn picture(&self) -> Vec<String> {
        let mut file = Vec::new();
        self.dispatch.back_up("picture", &mut file, &mut |_, _| {}).await.unwrap();
        let start = file.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let packed = &file[start..file.len() - CHECKSUM_BYTES];
        let mut text = String::new();
        GzDecoder::new(packed).read_to_string(&mut text).unwrap();
        // The head names the time of the backup.
        text.lines().skip(1).map(str::to_owned).collect()
    }
}

/// The rows that are in one picture only, shortened.
pub fn differences(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before.iter().filter(|row| !after.contains(row)).map(|row| format!("- {row:.300}"));
    let new = after.iter().filter(|row| !before.contains(row)).map(|row| format!("+ {row:.300}"));
    gone.chain(new).collect()
}
