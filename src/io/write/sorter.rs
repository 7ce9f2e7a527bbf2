//! Sorts records that need not fit in memory: sorted runs in a temporary file,
//! each written while the next one gathers, merged while they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};

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
    batch: Batch,
    /// The run that is being written while the next one gathers.
    writing: Option<JoinHandle<io::Result<Spilled>>>,
    /// The file, and a batch to be used again, while no run is being written.
    spilled: Option<Spilled>,
    /// Where in the file each run ends.
    ends: Vec<u64>,
}

/// Records in memory.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// Key, place in `bytes`, length.
    index: Vec<(u64, u32, u32)>,
}

/// A file of runs, and an empty batch.
struct Spilled {
    file: File,
    batch: Batch,
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

    fn of_runs(folder: PathBuf, run_bytes: usize) -> Self {
        let batch = Batch::default();
        Self { folder, run_bytes, batch, writing: None, spilled: None, ends: Vec::new() }
    }

    /// Takes a record.
    pub(super) fn push(&mut self, key: u64, record: &[u8]) -> io::Result<()> {
        let length = u32::try_from(record.len()).map_err(|_| too_long(record.len()))?;
        if !self.batch.index.is_empty() && self.batch.size() + record.len() > self.run_bytes {
            self.spill()?;
        }
        self.batch.index.push((key, self.batch.bytes.len() as u32, length));
        self.batch.bytes.extend_from_slice(record);
        Ok(())
    }

    /// Has what is in memory written to the file, once the run before is.
    fn spill(&mut self) -> io::Result<()> {
        self.wait()?;
        let mut spilled = match self.spilled.take() {
            Some(spilled) => spilled,
            None => Spilled { file: tempfile::tempfile_in(&self.folder)?, batch: Batch::default() },
        };
        std::mem::swap(&mut self.batch, &mut spilled.batch);
        let run = spilled.batch.bytes.len() + HEAD * spilled.batch.index.len();
        self.ends.push(self.ends.last().copied().unwrap_or(0) + run as u64);
        let write = move || {
            spilled.batch.write(&mut spilled.file)?;
            Ok(spilled)
        };
        self.writing = Some(thread::Builder::new().spawn(write)?);
        Ok(())
    }

    /// Waits for the run that is being written.
    fn wait(&mut self) -> io::Result<()> {
        if let Some(writing) = self.writing.take() {
            self.spilled = Some(writing.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(())
    }

    /// No more records come.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        if !self.ends.is_empty() && !self.batch.index.is_empty() {
            self.spill()?;
        }
        self.wait()?;
        let Some(Spilled { mut file, .. }) = self.spilled else {
            let Batch { bytes, mut index } = self.batch;
            index.sort_unstable();
            return Ok(Sorted::Whole { bytes, index, next: 0 });
        };
        drop(self.batch);
        let capacity = (READ_BYTES / self.ends.len().max(1)).clamp(1 << 12, 1 << 18);
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

impl Batch {
    fn size(&self) -> usize {
        self.bytes.len() + self.index.len() * size_of::<(u64, u32, u32)>()
    }

    /// Writes the records to the end of the file, sorted, and forgets them.
    fn write(&mut self, file: &mut File) -> io::Result<()> {
        // The place breaks ties, so that the sort need not be stable.
        self.index.sort_unstable();
        let mut out = BufWriter::with_capacity(1 << 18, file);
        for &(key, at, length) in &self.index {
            let record = self.bytes.get(at as usize..at as usize + length as usize);
            out.write_all(&key.to_le_bytes())?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(record.unwrap_or_default())?;
        }
        out.flush()?;
        self.bytes.clear();
        self.index.clear();
        Ok(())
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
