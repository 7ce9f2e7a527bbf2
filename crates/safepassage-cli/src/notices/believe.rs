//! What to believe: notices, a policy, a reading, and a time of knowing.

use super::files;
use crate::clock::Clock;
use crate::error::CliError;
use crate::input::{Input, SourceArgs, json_file, tell};
use crate::output::Output;
use crate::time_arg::TimeArg;
use clap::Args;
use jiff::Timestamp;
use safepassage::notice::{Evidence, NoticeLedger, Reading, Status, StatusBasis, StatusPolicy};
use safepassage::picture::OperationalPicture;
use safepassage::scenario::Scenario;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Files of notices, and the policy under which they are believed.
#[derive(Clone, Debug, Args)]
pub(crate) struct BelieveArgs {
    /// Notices: a ledger or JSON (.json, .jsonl), CAP alerts (.xml, .cap), or a
    /// table (.csv, .tsv, .xlsx); may be repeated. Without it, notices.json or
    /// notices.jsonl in the scenario's folders
    #[arg(long, value_name = "FILE")]
    notices: Vec<PathBuf>,
    /// Only what was learnt by then counts
    #[arg(long, value_name = "TIME")]
    pub(crate) as_known_at: Option<TimeArg>,
    /// How hours that may be for one day or for every day are read: cautious
    /// (whatever keeps less open), once or daily
    #[arg(long, value_name = "READING")]
    pub(crate) reading: Option<Reading>,
    /// What it takes to believe that a way is open: cautious, announced (takes
    /// the announcer's word), or a file of JSON (see docs/NOTICES.md)
    #[arg(long, value_name = "POLICY")]
    pub(crate) status_policy: Option<String>,
}

impl BelieveArgs {
    /// Whether anything was asked of notices.
    pub(crate) const fn any(&self) -> bool {
        !self.notices.is_empty()
            || self.as_known_at.is_some()
            || self.reading.is_some()
            || self.status_policy.is_some()
    }

    /// The policy asked for.
    pub(crate) fn policy(&self) -> Result<StatusPolicy, CliError> {
        match self.status_policy.as_deref() {
            None | Some("cautious") => Ok(StatusPolicy::cautious()),
            Some("announced") => Ok(StatusPolicy::announced()),
            Some(path) => json_file(
                Path::new(path),
                "cautious, announced, or a file with a policy such as {\"name\": \"ours\", \"confirmed_within\": \"PT6H\"}",
            ),
        }
    }

    /// The instant by which something has to have been learnt.
    pub(crate) fn known_at(&self, clock: &Clock) -> Result<Timestamp, CliError> {
        let known = self.as_known_at.map(|time| time.instant("--as-known-at", clock));
        Ok(known.transpose()?.unwrap_or(Timestamp::MAX))
    }

    /// The notices asked for, and what is wrong with them, told.
    pub(crate) fn ledger(
        &self,
        source: &SourceArgs,
        input: &Input,
    ) -> Result<NoticeLedger, CliError> {
        let loaded = files::load(&self.notices, source, &input.clock, &input.scenario)?;
        tell(&loaded.issues, "the notices have", "--format json of `safepassage notices list`");
        Ok(loaded.ledger)
    }
}

/// Whether plans and audits go by notices.
#[derive(Clone, Debug, Args)]
pub(crate) struct ByNoticesArgs {
    /// Go by notices: a corridor or checkpoint is used only in a status given
    /// with --use, and bans become zones. Any of the next options implies it;
    /// without them the records are taken as they are
    #[arg(long)]
    by_notices: bool,
    #[command(flatten)]
    believe: BelieveArgs,
    /// Use corridors and checkpoints in this status, such as open-unconfirmed;
    /// may be repeated. Default: open
    #[arg(long = "use", value_name = "STATUS")]
    usable: Vec<Status>,
}

impl ByNoticesArgs {
    /// The instant by which something has to have been learnt, if one was asked for.
    pub(crate) fn known_at(&self, clock: &Clock) -> Result<Option<Timestamp>, CliError> {
        self.believe.as_known_at.map(|time| time.instant("--as-known-at", clock)).transpose()
    }

    /// The picture as the notices have it, if they are to be gone by.
    pub(crate) fn apply(
        &self,
        picture: OperationalPicture,
        source: &SourceArgs,
        input: &Input,
    ) -> Result<OperationalPicture, CliError> {
        let Some((ledger, policy, basis)) = self.basis(source, input)? else {
            return Ok(picture);
        };
        Ok(picture.with_notices(ledger, policy).based_on(basis))
    }

    /// The records as the notices have them, if they are to be gone by.
    pub(crate) fn scenario<'a>(
        &self,
        source: &SourceArgs,
        input: &'a Input,
    ) -> Result<Cow<'a, Scenario>, CliError> {
        let Some((ledger, policy, basis)) = self.basis(source, input)? else {
            return Ok(Cow::Borrowed(&input.scenario));
        };
        let evidence = Evidence::gather(&input.scenario, ledger, policy);
        Ok(Cow::Owned(evidence.scenario_as_known(&input.scenario, &basis)))
    }

    /// What to go by; nothing if the records are to be taken as they are.
    fn basis(
        &self,
        source: &SourceArgs,
        input: &Input,
    ) -> Result<Option<(NoticeLedger, StatusPolicy, StatusBasis)>, CliError> {
        if !self.by_notices && !self.believe.any() && self.usable.is_empty() {
            if let Some(file) = files::beside(source).first() {
                Output::warning(&format!(
                    "the records are taken as they are; {} is not read (--by-notices goes by it)",
                    file.display()
                ));
            }
            return Ok(None);
        }
        let policy = self.believe.policy()?;
        let mut basis = StatusBasis::new(policy.name.as_str());
        basis.known_at = self.believe.known_at(&input.clock)?;
        basis.reading = self.believe.reading.unwrap_or_default();
        if !self.usable.is_empty() {
            basis.usable.clone_from(&self.usable);
        }
        Ok(Some((self.believe.ledger(source, input)?, policy, basis)))
    }
}
