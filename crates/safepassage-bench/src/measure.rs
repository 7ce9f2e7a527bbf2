//! Least and median times, and memory.

use std::time::Instant;

/// Times of one work repeated.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// Milliseconds of each round, the least first.
    rounds: Vec<f64>,
}

impl Times {
    /// Times given in milliseconds.
    pub fn new(mut rounds: Vec<f64>) -> Self {
        rounds.sort_by(f64::total_cmp);
        Self { rounds }
    }

    /// The least, in milliseconds; 0 if nothing was timed.
    pub fn least(&self) -> f64 {
        self.rounds.first().copied().unwrap_or_default()
    }

    /// The median (of an even number, the upper of the middle two), in milliseconds.
    pub fn median(&self) -> f64 {
        self.share(0.5)
    }

    /// The time that `share` of all rounds stay under, in milliseconds.
    pub fn share(&self, share: f64) -> f64 {
        let at = (self.rounds.len() as f64 * share) as usize;
        self.rounds.get(at.min(self.rounds.len().saturating_sub(1))).copied().unwrap_or_default()
    }

    /// How many rounds there were.
    pub fn count(&self) -> usize {
        self.rounds.len()
    }
}

/// One work timed: milliseconds, and what it gave.
pub fn once<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let out = std::hint::black_box(work());
    (start.elapsed().as_secs_f64() * 1000.0, out)
}

/// A work timed `rounds` times (once at least), and what it gave last.
pub fn repeated<T>(rounds: usize, mut work: impl FnMut() -> T) -> (Times, T) {
    let (first, mut out) = once(&mut work);
    let mut times = vec![first];
    for _ in 1..rounds {
        let (time, next) = once(&mut work);
        times.push(time);
        out = next;
    }
    (Times::new(times), out)
}

/// The most memory that this process ever held, in bytes, where the system says so.
pub fn peak_memory() -> Option<u64> {
    from_status("VmHWM:")
}

/// The memory that this process holds, in bytes, where the system says so.
pub fn memory() -> Option<u64> {
    from_status("VmRSS:")
}

fn from_status(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kibibytes: u64 = line.split_ascii_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// How many seconds this thread has been on a processor, where the system says so:
/// what a work takes however much else runs.
pub fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos: f64 = text.split_ascii_whitespace().next()?.parse().ok()?;
    Some(nanos / 1e9)
}

/// How many jobs the machine ran at once of late, where the system says so.
pub fn load() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_ascii_whitespace().next()?.parse().ok()
}
