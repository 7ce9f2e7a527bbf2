//! Sorts records that need not fit in memory: sorted runs in a temporary file,
//! merged while they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// A run goes to the file once it holds this many bytes.
const RUN_BYTES: usize = 32 << 20;
/// All runs together are read through this many bytes.
const READ_BYTES: usize = 16 << 20;
/// Key and length before each record of a run.
const HEAD: usize = 12;

/// Takes records in any order.
pub(super) struct Sorter {
    folder: PathBuf,
    run_bytes: usize,
    bytes: Vec<u8>,
    /// Key, place in `bytes`, length.
    index: Vec<(u64, u32, u32)>,
    file: Option<File>,
    /// Where in the file each run ends.
    ends: Vec<u64>,
}

/// Gives records in ascending order of their keys, those of one key in the order
/// in which they came.
pub(super) enum Sorted {
    /// All of them, in memory.
    Whole { bytes: Vec<u8>, index: Vec<(u64, u32, u32)>, next: usize },
    /// Runs of a file.
    Runs {
        file: File,
        runs: Vec<Run>,
        heap: BinaryHeap<Reverse<(u64, usize)>>,
        last: Option<usize>,
    },
}

/// A sorted stretch of the file, of which a part is in memory.
pub(super) struct Run {
    at: u64,
    end: u64,
    capacity: usize,
    buffer: Vec<u8>,
    /// Where in the buffer the record at hand begins.
    from: usize,
}

impl Sorter {
    /// Temporary files go to `folder`.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self::of_runs(folder, RUN_BYTES)
    }

    const fn of_runs(folder: PathBuf, run_bytes: usize) -> Self {
        Self {
            folder,
            run_bytes,
            bytes: Vec::new(),
            index: Vec::new(),
            file: None,
            ends: Vec::new(),
        }
    }

    /// Takes a record.
    pub(super) fn push(&mut self, key: u64, record: &[u8]) -> io::Result<()> {
        let length = u32::try_from(record.len()).map_err(|_| too_long(record.len()))?;
        if self.full(record.len()) {
            self.spill()?;
        }
        self.index.push((key, self.bytes.len() as u32, length));
        self.bytes.extend_from_slice(record);
        Ok(())
    }

    fn full(&self, more: usize) -> bool {
        let index = self.index.len() * size_of::<(u64, u32, u32)>();
        !self.index.is_empty() && self.bytes.len() + more + index > self.run_bytes
    }

    /// Writes what is in memory to the file, sorted.
    fn spill(&mut self) -> io::Result<()> {
        // The place breaks ties, so that the sort need not be stable.
        self.index.sort_unstable();
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile_in(&self.folder)?),
        };
        let mut end = self.ends.last().copied().unwrap_or(0);
        let mut out = BufWriter::with_capacity(1 << 18, file);
        for &(key, at, length) in &self.index {
            let record = self.bytes.get(at as usize..at as usize + length as usize);
            out.write_all(&key.to_le_bytes())?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(record.unwrap_or_default())?;
            end += HEAD as u64 + u64::from(length);
        }
        out.flush()?;
        self.ends.push(end);
        self.index.clear();
        self.bytes.clear();
        Ok(())
    }

    /// No more records come.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        if self.file.is_some() && !self.index.is_empty() {
            self.spill()?;
        }
        let Some(file) = self.file else {
            self.index.sort_unstable();
            return Ok(Sorted::Whole { bytes: self.bytes, index: self.index, next: 0 });
        };
        drop((self.bytes, self.index));
        let capacity = (READ_BYTES / self.ends.len().max(1)).clamp(1 << 12, 1 << 18);
        let mut file = file;
        let mut runs = Vec::with_capacity(self.ends.len());
        let mut heap = BinaryHeap::with_capacity(self.ends.len());
        let mut at = 0;
        for end in self.ends {
            let mut run = Run { at, end, capacity, buffer: Vec::new(), from: 0 };
            if let Some(key) = run.key(&mut file)? {
                heap.push(Reverse((key, runs.len())));
            }
            runs.push(run);
            at = end;
        }
        Ok(Sorted::Runs { file, runs, heap, last: None })
    }
}

fn too_long(found: usize) -> io::Error {
    let reason = format!("expected rows below 4 GiB, found one of {found} bytes");
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

impl Sorted {
    /// The next record and its key.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, &[u8])>> {
        match self {
            Self::Whole { bytes, index, next } => {
                let Some(&(key, at, length)) = index.get(*next) else { return Ok(None) };
                *next += 1;
                let record = bytes.get(at as usize..at as usize + length as usize);
                Ok(Some((key, record.unwrap_or_default())))
            }
            Self::Runs { file, runs, heap, last } => {
                if let Some(position) = last.take()
                    && let Some(run) = runs.get_mut(position)
                {
                    run.pass();
                    if let Some(key) = run.key(file)? {
                        heap.push(Reverse((key, position)));
                    }
                }
                let Some(Reverse((key, position))) = heap.pop() else { return Ok(None) };
                *last = Some(position);
                match runs.get_mut(position) {
                    Some(run) => Ok(Some((key, run.record(file)?))),
                    None => Ok(None),
                }
            }
        }
    }
}

impl Run {
    /// The key of the record at hand; `None` at the end of the run.
    fn key(&mut self, file: &mut File) -> io::Result<Option<u64>> {
        if self.buffer.len() - self.from < HEAD {
            if self.at == self.end && self.from == self.buffer.len() {
                return Ok(None);
            }
            self.fill(file, HEAD)?;
        }
        Ok(Some(u64::from_le_bytes(self.array(0))))
    }

    /// The record at hand, whose key was read.
    fn record(&mut self, file: &mut File) -> io::Result<&[u8]> {
        let length = u32::from_le_bytes(self.array(8)) as usize;
        if self.buffer.len() - self.from < HEAD + length {
            self.fill(file, HEAD + length)?;
        }
        let from = self.from + HEAD;
        Ok(self.buffer.get(from..from + length).unwrap_or_default())
    }

    /// Goes on to the next record.
    fn pass(&mut self) {
        let length = u32::from_le_bytes(self.array(8)) as usize;
        self.from = (self.from + HEAD + length).min(self.buffer.len());
    }

    fn array<const N: usize>(&self, offset: usize) -> [u8; N] {
        let from = self.from + offset;
        let found = self.buffer.get(from..from + N).and_then(|bytes| bytes.try_into().ok());
        found.unwrap_or([0; N])
    }

    /// Reads on until at least `needed` bytes are at hand.
    fn fill(&mut self, file: &mut File, needed: usize) -> io::Result<()> {
        self.buffer.drain(..self.from);
        self.from = 0;
        let room = self.capacity.max(needed) - self.buffer.len();
        let take = (self.end - self.at).min(room as u64);
        file.seek(SeekFrom::Start(self.at))?;
        let read = Read::by_ref(file).take(take).read_to_end(&mut self.buffer)?;
        self.at += read as u64;
        if self.buffer.len() < needed {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Sorter;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_give_what_a_stable_sort_gives(
            records in prop::collection::vec((0_u64..50, prop::collection::vec(any::<u8>(), 0..40)), 0..400),
            run_bytes in 1_usize..4000,
        ) {
            let mut sorter = Sorter::of_runs(std::env::temp_dir(), run_bytes);
            for (key, record) in &records {
                sorter.push(*key, record).unwrap();
            }
            let mut sorted = sorter.finish().unwrap();
            let mut found = Vec::new();
            while let Some((key, record)) = sorted.next().unwrap() {
                found.push((key, record.to_vec()));
            }
            let mut expected = records;
            expected.sort_by_key(|record| record.0);
            prop_assert_eq!(found, expected);
        }
    }
}
