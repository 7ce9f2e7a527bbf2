//! What is asked of an evacuation by options.

use crate::numbers::{EstimateArg, ModeShare, Named};
use crate::shelter_args::ShelterArgs;
use clap::{Args, ValueEnum};
use safepassage::evacuate::{MethodChoice, StartFrom};

/// Who, how many, how, to where, and how it is worked out.
#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// Only the people of this neighbourhood; may be repeated. Without it, those
    /// of the request, or of all
    #[arg(long, value_name = "ID")]
    pub(super) neighbourhood: Vec<String>,
    /// How many people are in a neighbourhood, whatever the records state; a
    /// range as LEAST..LIKELY..MOST; may be repeated
    #[arg(long, value_name = "ID=COUNT")]
    pub(super) persons: Vec<Named<EstimateArg>>,
    /// How people travel: foot, wheelchair, vehicle or convoy; several with their
    /// shares, as foot=0.8,vehicle=0.2. Default: foot; vehicle with --matsim
    #[arg(long, value_name = "MODE[=SHARE]", value_delimiter = ',', allow_hyphen_values = true)]
    pub(super) mode: Vec<ModeShare>,
    #[command(flatten)]
    pub(super) shelters: ShelterArgs,
    /// Persons an hour that a checkpoint passes, whatever the records state; a
    /// range as LEAST..LIKELY..MOST; may be repeated
    #[arg(long, value_name = "ID=RATE")]
    pub(super) checkpoint_rate: Vec<Named<EstimateArg>>,
    /// Persons an hour at each checkpoint of which nobody has said. Without it,
    /// those are not counted on
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    pub(super) unknown_checkpoint_rate: Option<EstimateArg>,
    /// Seconds in a step: people leave, pass and arrive in whole steps. Default: 60
    #[arg(long, value_name = "SECONDS")]
    pub(super) step: Option<u32>,
    /// How it is worked out. Default: automatic
    #[arg(long, value_enum, value_name = "METHOD")]
    pub(super) method: Option<MethodArg>,
    /// Where in a neighbourhood people start. Default: streets
    #[arg(long, value_enum, value_name = "WHERE")]
    pub(super) start_from: Option<StartArg>,
    /// Also what would be gained or lost if one thing were otherwise: each checkpoint
    /// open throughout or passing twice as many, each corridor open an hour longer,
    /// each shelter with half as many places again, each of the most used streets lost
    #[arg(long)]
    pub(super) what_ifs: bool,
    /// How often ranges are drawn anew, for the band in which the clearance lies
    #[arg(long, value_name = "COUNT")]
    pub(super) samples: Option<u32>,
    /// What the draws begin from: the same seed, the same draws
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,
}

/// How an evacuation is worked out.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum MethodArg {
    /// By the size of the question
    Automatic,
    /// Nothing better exists, and the proof shows it
    Exact,
    /// The last are in as early as can be, if all can get out; in which order is
    /// left open
    Quickest,
    /// Ways filled one after another; how much better it could be is bounded
    Fast,
}

/// Where people start.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StartArg {
    /// At up to 24 junctions all over the neighbourhood
    Streets,
    /// At its assembly points; on streets if it has none
    AssemblyPoints,
}

impl From<MethodArg> for MethodChoice {
    fn from(method: MethodArg) -> Self {
        match method {
            MethodArg::Automatic => Self::Automatic,
            MethodArg::Exact => Self::Exact,
            MethodArg::Quickest => Self::Quickest,
            MethodArg::Fast => Self::Fast,
        }
    }
}

impl From<StartArg> for StartFrom {
    fn from(start: StartArg) -> Self {
        match start {
            StartArg::Streets => Self::Streets,
            StartArg::AssemblyPoints => Self::AssemblyPoints,
        }
    }
}
