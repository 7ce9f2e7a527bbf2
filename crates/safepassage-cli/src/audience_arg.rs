//! Who it is for: `--audience`.

use crate::clock::Clock;
use crate::error::CliError;
use crate::time_arg::TimeArg;
use clap::Args;
use safepassage::io::audience;
use safepassage::io::releases;
use safepassage::layer::Layer;
use safepassage::publish::{Audience, RedactionReport, Release, ReleaseLog, ReleasedLayer};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Who layers are for: a word, or a file that says.
#[derive(Clone, Debug)]
pub(crate) enum AudienceArg {
    /// Anybody.
    Public,
    /// Those who work with it.
    Partner,
    /// Those who made it.
    Internal,
    /// As a file says.
    File(PathBuf),
}

impl FromStr for AudienceArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "public" => Self::Public,
            "partner" => Self::Partner,
            "internal" => Self::Internal,
            file if Path::new(file).extension().is_some_and(|ending| ending == "json") => {
                Self::File(file.into())
            }
            _ => return Err("expected public, partner, internal or a file FILE.json".to_owned()),
        })
    }
}

impl AudienceArg {
    /// The audience meant.
    pub(crate) fn audience(&self) -> Result<Audience, CliError> {
        Ok(match self {
            Self::Public => Audience::public(),
            Self::Partner => Audience::partner(),
            Self::Internal => Audience::internal(),
            Self::File(path) => audience::read(path)?,
        })
    }
}

/// When it is published, and after what.
#[derive(Debug, Default, Args)]
pub(crate) struct PublishArgs {
    /// The instant of publishing, from which embargoes and delays count. Without
    /// it whatever has one is held back
    #[arg(long, value_name = "TIME")]
    published_at: Option<TimeArg>,
    /// A log of what was published before of counts of people: counts that would
    /// give away hidden ones together with it are left out, and this release is
    /// added to it. Made if it is not there
    #[arg(long, value_name = "FILE")]
    releases: Option<PathBuf>,
    /// What the counts speak of, such as a day: counts of the same people have the
    /// same name here. Also the name of the release in the log
    #[arg(long, value_name = "NAME", requires = "releases")]
    counts_of: Option<String>,
}

/// Layers as the audience may see them, and the log to keep once they are written.
pub(crate) struct Published {
    pub(crate) releases: Vec<Release>,
    log: Option<(PathBuf, ReleaseLog)>,
}

impl PublishArgs {
    /// The audience at the instant of publishing.
    pub(crate) fn at(&self, audience: Audience, clock: &Clock) -> Result<Audience, CliError> {
        Ok(match self.published_at {
            Some(time) => audience.at(time.instant("--published-at", clock)?),
            None => audience,
        })
    }

    /// Releases layers together.
    pub(crate) fn release(
        &self,
        audience: &Audience,
        layers: &[Layer],
    ) -> Result<Published, CliError> {
        let mut log = match &self.releases {
            Some(path) => releases::read(path)?,
            None => ReleaseLog::new(),
        };
        let name = self.counts_of.as_deref().unwrap_or_default();
        let joint = audience.release_together(layers, &log, name)?;
        log.push(joint.logged);
        let log = self.releases.clone().map(|path| (path, log));
        Ok(Published { releases: joint.releases, log })
    }
}

impl Published {
    /// The layers, and what was held back of each; the log stays.
    pub(crate) fn take(&mut self) -> (Vec<ReleasedLayer>, Vec<RedactionReport>) {
        let releases = std::mem::take(&mut self.releases);
        releases.into_iter().map(|release| (release.layer, release.report)).unzip()
    }

    /// Adds the release to the log, once all of it is written.
    pub(crate) fn keep_log(&self) -> Result<(), CliError> {
        if let Some((path, log)) = &self.log {
            releases::write(log, path)?;
        }
        Ok(())
    }
}
