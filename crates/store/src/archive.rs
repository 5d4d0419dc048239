//! A file of lines that shows when a byte of it is missing or altered.
//!
//! The name of the kind and a newline, then JSON lines packed with gzip, then the SHA-256 of all
//! that came before. `tail -c +N FILE | gunzip` reads the lines without this program.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::StoreError;

const CHECKSUM_BYTES: u64 = 32;
const CHUNK_BYTES: usize = 64 * 1024;
/// No line is longer: a file that says otherwise was not written by this program.
const MAX_LINE_BYTES: u64 = 64 * 1024 * 1024;

/// What a file holds; the number is the version of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The tables of the store.
    Backup,
    /// The wrapped keys of the ring.
    Keys,
}

impl Kind {
    fn stem(self) -> &'static str {
        match self {
            Self::Backup => "proche backup ",
            Self::Keys => "proche keys ",
        }
    }

    fn mark(self) -> String {
        format!("{}1\n", self.stem())
    }
}

/// Why a backup or an export of keys cannot be written or read.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The file cannot be read or written.
    #[error("the file cannot be used: {0}")]
    File(#[from] io::Error),
    /// The file does not begin as one of its kind does.
    #[error("this is no file of the kind `{0}`")]
    Other(&'static str),
    /// The file was written by a newer program.
    #[error("the file is newer than this program: {0}")]
    Newer(String),
    /// The checksum does not match.
    #[error("the file is truncated or altered: its checksum does not match")]
    Damaged,
    /// A line is not what stands there in such a file.
    #[error("line {line}: {what}")]
    Line {
        /// Counted from 1.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// A row cannot be stored.
    #[error("table {table}, row {row}: {why}")]
    Row {
        /// The table.
        table: &'static str,
        /// Counted from 1 in this table.
        row: u64,
        /// What stands in the way.
        why: String,
    },
    /// There are rows where the file is to be restored.
    #[error("{0} is not empty; a restore needs an empty target")]
    NotEmpty(&'static str),
    /// The database or the ring refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes such a file, line by line.
pub(crate) struct Writer<W: Write> {
    packed: GzEncoder<Summed<W>>,
}

struct Summed<W: Write> {
    out: BufWriter<W>,
    sum: Sha256,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Writer<W> {
    pub fn new(kind: Kind, out: W) -> io::Result<Self> {
        let mut summed =
            Summed { out: BufWriter::with_capacity(CHUNK_BYTES, out), sum: Sha256::new() };
        summed.write_all(kind.mark().as_bytes())?;
        // Most of it is sealed and does not shrink; a slower level gains little.
        Ok(Self { packed: GzEncoder::new(summed, Compression::fast()) })
    }

    pub fn line(&mut self, content: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.packed, content)?;
        self.packed.write_all(b"\n")
    }

    /// Writes the checksum; without it the file is refused.
    pub fn finish(self) -> io::Result<()> {
        let mut summed = self.packed.finish()?;
        let sum = summed.sum.finalize();
        summed.out.write_all(&sum)?;
        summed.out.flush()
    }
}

/// Reads such a file, line by line, once all of it has been found whole.
pub(crate) struct Reader {
    lines: BufReader<GzDecoder<io::Take<BufReader<File>>>>,
    read: u64,
}

impl Reader {
    /// Reads the whole file once and compares its checksum, before anything is made of it.
    pub fn open(kind: Kind, path: &Path) -> Result<Self, ArchiveError> {
        let mut file = BufReader::with_capacity(CHUNK_BYTES, File::open(path)?);
        let mark = check_mark(kind, &mut file)?;
        let length = file.get_ref().metadata()?.len();
        let Some(content) = length.checked_sub(CHECKSUM_BYTES + mark) else {
            return Err(ArchiveError::Damaged);
        };
        check_sum(&mut file, mark + content)?;
        file.seek(SeekFrom::Start(mark))?;
        let lines = BufReader::with_capacity(CHUNK_BYTES, GzDecoder::new(file.take(content)));
        Ok(Self { lines, read: 0 })
    }

    /// The next line.
    pub fn line<T: DeserializeOwned>(&mut self) -> Result<T, ArchiveError> {
        self.read += 1;
        let mut line = Vec::new();
        let mut bounded = self.lines.by_ref().take(MAX_LINE_BYTES);
        bounded.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Err(self.wrong("the file ends in the middle"));
        }
        serde_json::from_slice(&line).map_err(|error| self.wrong(&error.to_string()))
    }

    /// Nothing may follow the last line.
    pub fn end(&mut self) -> Result<(), ArchiveError> {
        self.read += 1;
        if self.lines.fill_buf()?.is_empty() { Ok(()) } else { Err(self.wrong("not expected")) }
    }

    /// An error about the line that was read last.
    pub fn wrong(&self, what: &str) -> ArchiveError {
        ArchiveError::Line { line: self.read, what: what.to_owned() }
    }
}

/// The length of the mark at the head of the file, which must be the kind's.
fn check_mark(kind: Kind, file: &mut impl Read) -> Result<u64, ArchiveError> {
    let expected = kind.mark();
    let mut found = Vec::new();
    file.take(expected.len() as u64).read_to_end(&mut found)?;
    if found == expected.as_bytes() {
        return Ok(expected.len() as u64);
    }
    let version = found.strip_prefix(kind.stem().as_bytes());
    match version.and_then(|rest| rest.first()).filter(|digit| digit.is_ascii_digit()) {
        Some(_) => Err(ArchiveError::Newer("its form has a later number".to_owned())),
        None => Err(ArchiveError::Other(kind.stem().trim_end())),
    }
}

/// Compares the SHA-256 of the first bytes of a file with what stands behind them.
fn check_sum(file: &mut (impl Read + Seek), length: u64) -> Result<(), ArchiveError> {
    file.seek(SeekFrom::Start(0))?;
    let mut sum = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut content = file.by_ref().take(length);
    loop {
        match content.read(&mut chunk)? {
            0 => break,
            read => sum.update(&chunk[..read]),
        }
    }
    let mut stored = Vec::new();
    file.read_to_end(&mut stored)?;
    if sum.finalize().as_slice() == stored { Ok(()) } else { Err(ArchiveError::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn file(name: &str, bytes: &[u8]) -> PathBuf {
        let path = std::env::temp_dir().join(format!("proche-{name}-{}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn written(kind: Kind) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(kind, &mut bytes).unwrap();
        for number in 0..50 {
            writer.line(&[number, number * number]).unwrap();
        }
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn what_is_written_is_read() {
        let path = file("archive-read", &written(Kind::Backup));
        let mut reader = Reader::open(Kind::Backup, &path).unwrap();
        for number in 0..50 {
            assert_eq!(reader.line::<[u32; 2]>().unwrap(), [number, number * number]);
        }
        reader.end().unwrap();
        let beyond = reader.line::<[u32; 2]>().unwrap_err();
        assert!(beyond.to_string().contains("ends in the middle"), "{beyond}");
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn every_altered_bit_and_every_missing_end_is_noticed() {
        let whole = written(Kind::Keys);
        let path = file("archive-bits", &whole);
        for index in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[index] ^= 1 << (index % 8);
            std::fs::write(&path, &bytes).unwrap();
            assert!(Reader::open(Kind::Keys, &path).is_err(), "byte {index}");
            std::fs::write(&path, &whole[..index]).unwrap();
            assert!(Reader::open(Kind::Keys, &path).is_err(), "cut at {index}");
        }
        std::fs::write(&path, [whole.as_slice(), b"x"].concat()).unwrap();
        assert!(matches!(Reader::open(Kind::Keys, &path), Err(ArchiveError::Damaged)));
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn another_kind_and_a_later_form_are_told_apart() {
        let path = file("archive-kind", &written(Kind::Keys));
        assert!(matches!(Reader::open(Kind::Backup, &path), Err(ArchiveError::Other(_))));
        std::fs::write(&path, b"proche backup 2\n").unwrap();
        assert!(matches!(Reader::open(Kind::Backup, &path), Err(ArchiveError::Newer(_))));
        std::fs::remove_file(path).unwrap();
    }
}
