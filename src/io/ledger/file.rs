//! A ledger in a file that only grows.
//!
//! Floor 7.

use super::line::{self, HEADER, LONGEST};
use super::scan::{Tail, scan};
use crate::io::write::atomic::temporary;
use crate::notice::Gate;
use crate::notice::LedgerStore;
use crate::notice::Notice;
use crate::notice::NoticeLedger;
use crate::notice::StoreError;
use crate::notice::StoredLedger;
use crate::record::RecordRef;
use std::fs::{File, OpenOptions};
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A ledger in a file of lines with checksums (see the
/// [module](crate::io::ledger)).
///
/// **What lasts.** Once [`LedgerStore::append`] returns `Ok`, the lines were
/// handed to the disk (`fdatasync`), and of a new file its folder too.
///
/// **Torn lines.** If the machine stops in the middle of an append, the file
/// ends in part of a line. It is reported (`notice-line-torn`) and the lines
/// before it are loaded; the next append first copies the part to a file of
/// the same name and `.torn`, then cuts it off. A last line whose checksum is
/// wrong counts as torn. Any other damage is an error, and nothing is loaded.
///
/// **Others.** One process at a time should append; any number may load. Before
/// an append, length and last line are compared with what was loaded, and
/// if another process has appended since, the append is refused
/// ([`StoreError::Changed`]). Two processes that append within the same moment
/// are not kept apart, as there is no lock: lines are only ever added
/// at the end, so neither overwrites the other, but their checksums do not
/// follow on each other, and the one that finds this reports it, at the
/// latest the next load.
///
/// Memory: a ledger as large as the file, and the identifiers once more.
#[derive(Debug)]
pub struct LedgerFile {
    path: PathBuf,
    name: String,
    loaded: Option<Loaded>,
}

/// What is known of the file since it was loaded or added to.
#[derive(Debug)]
struct Loaded {
    /// `None` if there is no file.
    tail: Option<Tail>,
    gate: Gate,
}

/// How far a ledger file goes. Kept elsewhere, it tells whether the file was
/// cut short since: a ledger that goes less far has lost notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LedgerHead {
    /// How many notices.
    pub notices: u64,
    /// The checksum of the last line.
    pub checksum: u32,
}

impl LedgerFile {
    /// The ledger in a file, which need not exist yet. Nothing is read.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.to_string_lossy().into_owned();
        Self { path, name, loaded: None }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where torn lines are put: the same name and `.torn`.
    pub fn torn_path(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".torn");
        name.into()
    }

    /// How far it goes, once it was loaded; `None` before, and of no file.
    pub fn head(&self) -> Option<LedgerHead> {
        let tail = self.loaded.as_ref()?.tail?;
        Some(LedgerHead { notices: tail.notices, checksum: tail.checksum })
    }

    fn at(&self) -> RecordRef {
        RecordRef::file(self.name.as_str())
    }

    fn fail(&self, doing: &'static str) -> impl Fn(std::io::Error) -> StoreError {
        let at = self.at();
        move |source| StoreError::Io { at: at.clone(), doing, source }
    }

    /// The lines of these notices, after a line with that checksum; and the
    /// tail that they leave.
    fn lines(&self, notices: &[&Notice], mut tail: Tail) -> Result<(Vec<u8>, Tail), StoreError> {
        let mut lines = Vec::new();
        if tail.whole == 0 {
            lines.extend_from_slice(HEADER.as_bytes());
            lines.push(b'\n');
            tail.add(lines.len() as u64);
        }
        for notice in notices {
            let at = || self.at().id(notice.id.as_str());
            let not_kept = |found: String| StoreError::NotKept { at: at(), found };
            let text = serde_json::to_vec(notice).map_err(|error| not_kept(error.to_string()))?;
            let length = text.len() + line::overhead();
            if length >= LONGEST {
                return Err(StoreError::TooLong { at: at(), limit: LONGEST, found: length });
            }
            // What is written has to be what is read.
            match serde_json::from_slice::<Notice>(&text) {
                Ok(again) if again == **notice => {}
                Ok(_) => return Err(not_kept("another notice when read back".to_owned())),
                Err(error) => return Err(not_kept(error.to_string())),
            }
            tail.checksum = line::write(tail.checksum, &text, &mut lines);
            tail.notices += 1;
            tail.add(length as u64);
        }
        Ok((lines, tail))
    }

    /// Makes the file, whole or not at all.
    fn create(&self, lines: &[u8]) -> Result<(), StoreError> {
        let fail = self.fail("create");
        let folder = folder_of(&self.path);
        let mut file = temporary(folder).map_err(&fail)?;
        file.write_all(lines).and_then(|()| file.as_file().sync_all()).map_err(&fail)?;
        file.persist_noclobber(&self.path).map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => self.changed("no file".to_owned(), "one".to_owned()),
            _ => fail(error.error),
        })?;
        sync_folder(folder).map_err(fail)
    }

    fn changed(&self, expected: String, found: String) -> StoreError {
        StoreError::Changed { at: self.at(), expected, found }
    }

    /// Whether the file is still what was loaded.
    fn check(&self, tail: &Tail) -> Result<(), StoreError> {
        let fail = self.fail("read");
        let mut file = match File::open(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(self.changed(bytes(tail.whole + tail.torn), "no file".to_owned()));
            }
            file => file.map_err(&fail)?,
        };
        let length = file.metadata().map_err(&fail)?.len();
        if length != tail.whole + tail.torn {
            return Err(self.changed(bytes(tail.whole + tail.torn), bytes(length)));
        }
        let mut last = Vec::new();
        file.seek(SeekFrom::Start(tail.last)).map_err(&fail)?;
        file.take(tail.whole - tail.last).read_to_end(&mut last).map_err(&fail)?;
        let text = last.strip_suffix(b"\n").unwrap_or(&last);
        let as_loaded = match line::split(text) {
            Some((stated, _)) => tail.notices > 0 && stated == tail.checksum,
            None if tail.notices == 0 => tail.whole == 0 || text == HEADER.as_bytes(),
            None => false,
        };
        if as_loaded {
            return Ok(());
        }
        Err(self.changed(
            format!("a last line with checksum {:08x}", tail.checksum),
            "another".to_owned(),
        ))
    }

    /// Puts what was cut short aside, and cuts it off.
    fn put_aside(&self, tail: &Tail) -> Result<(), StoreError> {
        let fail = self.fail("put a torn line aside");
        let mut file = File::open(&self.path).map_err(&fail)?;
        file.seek(SeekFrom::Start(tail.whole)).map_err(&fail)?;
        let aside = self.torn_path();
        let mut to = OpenOptions::new().append(true).create(true).open(&aside).map_err(&fail)?;
        let copied = std::io::copy(&mut file.take(tail.torn), &mut to).map_err(&fail)?;
        if copied != tail.torn {
            return Err(self.changed(bytes(tail.torn), bytes(copied)));
        }
        to.write_all(b"\n").and_then(|()| to.sync_all()).map_err(&fail)?;
        sync_folder(folder_of(&aside)).map_err(&fail)?;
        self.cut(tail.whole).map_err(fail)
    }

    fn cut(&self, length: u64) -> std::io::Result<()> {
        let file = OpenOptions::new().write(true).open(&self.path)?;
        file.set_len(length)?;
        file.sync_all()
    }

    fn extend(&self, lines: &[u8], before: &Tail) -> Result<(), StoreError> {
        let fail = self.fail("add to it");
        let mut file = OpenOptions::new().append(true).open(&self.path).map_err(&fail)?;
        let written = file.write_all(lines).and_then(|()| file.sync_data());
        let length = file.metadata().map_err(&fail)?.len();
        let expected = before.whole + lines.len() as u64;
        if let Err(error) = written {
            // Nobody else has added anything that would be cut off with it.
            if length < expected {
                self.cut(before.whole).map_err(&fail)?;
            }
            return Err(fail(error));
        }
        if length == expected { Ok(()) } else { Err(self.changed(bytes(expected), bytes(length))) }
    }
}

impl LedgerStore for LedgerFile {
    /// Reads the whole file. No file is a ledger without notices.
    fn load(&mut self) -> Result<StoredLedger, StoreError> {
        self.loaded = None;
        let file = match File::open(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.loaded = Some(Loaded { tail: None, gate: Gate::default() });
                return Ok(StoredLedger::new(NoticeLedger::new(), Vec::new()));
            }
            file => file.map_err(self.fail("read"))?,
        };
        let plain = file.metadata().map_err(self.fail("read"))?.is_file();
        if !plain {
            return Err(self.fail("read")(ErrorKind::InvalidInput.into()));
        }
        let aside = self.torn_path();
        let mut input = BufReader::with_capacity(1 << 18, file);
        let (stored, tail) = scan(&mut input, &self.name, &aside.to_string_lossy())?;
        self.loaded = Some(Loaded { tail: Some(tail), gate: Gate::of(&stored.ledger) });
        Ok(stored)
    }

    /// Adds whole lines in one write and hands them to the disk. Loads the file
    /// first if that was not done.
    ///
    /// Of several notices whose append was interrupted by the machine stopping,
    /// the first few may be there. O(n log n) for n notices appended, whatever
    /// the file holds.
    fn append(&mut self, notices: &[Notice]) -> Result<(), StoreError> {
        if self.loaded.is_none() {
            self.load()?;
        }
        if notices.is_empty() {
            return Ok(());
        }
        let Some(loaded) = &self.loaded else { return Ok(()) };
        let sorted = loaded.gate.sorted(notices)?;
        let before = loaded.tail;
        let (lines, mut tail) = self.lines(&sorted, before.unwrap_or_else(Tail::empty))?;
        match before {
            None => self.create(&lines)?,
            Some(before) => {
                self.check(&before)?;
                // From here on the file may be other than is remembered.
                let Some(mut loaded) = self.loaded.take() else { return Ok(()) };
                if before.torn > 0 {
                    self.put_aside(&before)?;
                }
                self.extend(&lines, &before)?;
                tail.torn = 0;
                loaded.gate.keep(&sorted);
                loaded.tail = Some(tail);
                self.loaded = Some(loaded);
                return Ok(());
            }
        }
        if let Some(loaded) = &mut self.loaded {
            loaded.gate.keep(&sorted);
            loaded.tail = Some(tail);
        }
        Ok(())
    }
}

fn bytes(count: u64) -> String {
    format!("{count} bytes")
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Hands a folder's list of files to the disk, where the system can.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
