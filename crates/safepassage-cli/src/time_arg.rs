//! Times on the command line: `--at`, `--from` and `--to`.

use crate::clock::Clock;
use crate::error::CliError;
use crate::output::Output;
use clap::Args;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use safepassage::time::TimeWindow;
use std::str::FromStr;

/// What a time looks like.
const EXPECTED: &str = "a time such as 2026-01-08T10:20+03:00, 2026-01-08T07:20Z, or, in the \
                        scenario's time zone, 2026-01-08T10:20";

/// A time as given, read but not yet placed in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeArg {
    /// An instant, given with its offset.
    Instant(Timestamp),
    /// What a clock on the wall shows.
    Local(DateTime),
}

impl FromStr for TimeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Ok(instant) = text.parse() {
            return Ok(Self::Instant(instant));
        }
        // A zone in brackets would be passed over, and a date alone says no time.
        let whole = text.contains(['T', 't', ' ']) && !text.contains('[');
        let local = text.parse().ok().filter(|_| whole);
        local.map(Self::Local).ok_or_else(|| format!("expected {EXPECTED}"))
    }
}

impl TimeArg {
    /// The instant meant, on the scenario's clock. Says so if it had to choose a zone.
    pub(crate) fn instant(self, option: &str, clock: &Clock) -> Result<Timestamp, CliError> {
        let local = match self {
            Self::Instant(instant) => return Ok(instant),
            Self::Local(local) => local,
        };
        let Some(zone) = clock.name() else {
            return Err(CliError::argument(
                option,
                "a time with an offset such as 2026-01-08T10:20+03:00, as the scenario names no \
                 time zone",
                local.to_string(),
            ));
        };
        let Ok(instant) = clock.zone().to_ambiguous_timestamp(local).unambiguous() else {
            return Err(CliError::argument(
                option,
                format!("a time with an offset, as clocks in {zone} were put forward or back then"),
                local.to_string(),
            ));
        };
        let given = local.strftime("%Y-%m-%dT%H:%M:%S");
        Output::note(&format!("{option} {given} is read as {} ({zone})", clock.show(instant)));
        Ok(instant)
    }
}

/// A window of time.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct WindowArgs {
    /// The first instant, such as 2026-01-08T10:00+03:00; without an offset it is
    /// read in the scenario's time zone
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<TimeArg>,
    /// The first instant after it
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<TimeArg>,
}

impl WindowArgs {
    /// Whether either end was given.
    pub(crate) const fn any(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// The window asked for, with an open end for one that was not given.
    pub(crate) fn open(&self, clock: &Clock) -> Result<TimeWindow, CliError> {
        let from = self.from.map(|time| time.instant("--from", clock)).transpose()?;
        let to = self.to.map(|time| time.instant("--to", clock)).transpose()?;
        window(from, to, clock)
    }

    /// The window asked for, with the ends of `period` for those not given.
    pub(crate) fn closed(
        &self,
        clock: &Clock,
        period: Option<TimeWindow>,
    ) -> Result<TimeWindow, CliError> {
        let asked = self.open(clock)?;
        let from = asked.start().or_else(|| period?.start());
        let to = asked.end().or_else(|| period?.end());
        if from.is_none() || to.is_none() {
            return Err(CliError::Missing {
                expected: "--from and --to, as the scenario states no period",
                hint: "for example --from 2026-01-08T10:00+03:00 --to 2026-01-08T13:00+03:00",
            });
        }
        window(from, to, clock)
    }
}

/// The window asked for, or the shortest there is from an instant asked for.
pub(crate) fn at_or_window(
    at: Option<TimeArg>,
    window: &WindowArgs,
    clock: &Clock,
    period: Option<TimeWindow>,
) -> Result<TimeWindow, CliError> {
    let Some(at) = at else {
        if !window.any() {
            return Err(CliError::Missing {
                expected: "--at, or --from and --to",
                hint: "for example --at 2026-01-08T10:30+03:00",
            });
        }
        return window.closed(clock, period);
    };
    let at = at.instant("--at", clock)?;
    let end = at.saturating_add(SignedDuration::from_millis(1));
    let window = end.ok().and_then(|end| TimeWindow::new(at, end).ok());
    window.ok_or_else(|| CliError::argument("--at", "an earlier time", at.to_string()))
}

fn window(
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    clock: &Clock,
) -> Result<TimeWindow, CliError> {
    TimeWindow::from_ends(from, to).map_err(|error| {
        CliError::argument(
            "--to",
            format!("a time after {}", clock.show(error.start)),
            clock.show(error.end),
        )
    })
}

#[cfg(test)]
mod tests;
