//! Loading what every command works on: a scenario and streets.

use crate::clock::{self, Clock};
use crate::error::CliError;
use crate::matsim;
use crate::output::Output;
use crate::page::{Page, clean, counted, style_of, styled};
use crate::progress;
use clap::Args;
use jiff::Timestamp;
use safepassage::evacuate::EvacuationPlanner;
use safepassage::hierarchy::{Hierarchy, Progress};
use safepassage::id::{Kind, NeighbourhoodId};
use safepassage::io::osm::{OsmReader, OsmReport};
use safepassage::io::prepared;
use safepassage::io::read::{Loaded, Mapping, ReadError, ReadMode, ScenarioReader};
use safepassage::network::{RoutePolicy, StreetNetwork};
use safepassage::picture::OperationalPicture;
use safepassage::place::NORTHERN_ALEPPO;
use safepassage::record::RecordRef;
use safepassage::route::{PreparedStreets, RoutePlanner};
use safepassage::scenario::{Issue, Scenario};
use safepassage::severity::Severity;
use serde::Serialize;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many error-level issues a command other than `check` prints.
const ISSUES_SHOWN: usize = 5;

/// Which records to read.
#[derive(Clone, Debug, Args)]
pub(crate) struct SourceArgs {
    /// Folders of GeoJSON files, or single GeoJSON files; all of them together
    /// are the scenario
    #[arg(value_name = "SCENARIO", required_unless_present_any = ["example", "matsim"], num_args = 1..)]
    scenario: Vec<PathBuf>,
    /// Take the schematic place that comes with the program: northern Aleppo,
    /// 7 to 11 January 2026
    #[arg(long, conflicts_with = "scenario")]
    example: bool,
    /// Take an evacuation scenario of the MATSim kind: streets, zones, people,
    /// orders, closures and fire from the files that this JSON names (see
    /// docs/MATSIM.md). SCENARIO, if given, adds records to it
    #[arg(long, value_name = "FILE", conflicts_with = "example")]
    matsim: Option<PathBuf>,
    /// How the properties of the single files given are to be read, as JSON (a
    /// mapping; see docs/FORMATS.md). In a folder, mappings.json says so
    #[arg(long, value_name = "FILE", conflicts_with = "example")]
    map: Option<PathBuf>,
    /// Read times without an offset in this zone, such as Asia/Damascus, whatever
    /// the scenario says
    #[arg(long, value_name = "NAME")]
    time_zone: Option<String>,
    /// Stop at the first issue at error level
    #[arg(long)]
    strict: bool,
}

/// Which streets to take.
#[derive(Clone, Debug, Args)]
pub(crate) struct StreetArgs {
    /// Streets: an OpenStreetMap file (PBF, or XML plain, gz or bz2), GeoJSON
    /// lines, or what `prepare` wrote. Without it, the scenario's own
    #[arg(long, value_name = "FILE")]
    streets: Option<PathBuf>,
}

/// A scenario as read.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) scenario: Scenario,
    pub(crate) issues: Vec<Issue>,
    pub(crate) clock: Clock,
    /// Streets that are not records.
    pub(crate) streets: Option<StreetNetwork>,
    /// When neighbourhoods are told to leave, if orders were read.
    pub(crate) orders: Option<Vec<(NeighbourhoodId, Timestamp)>>,
}

/// Streets as read.
#[derive(Debug)]
pub(crate) struct Streets {
    pub(crate) network: StreetNetwork,
    /// What was prepared of them.
    hierarchy: Option<Hierarchy>,
    /// What was found in the file, if it was one of OpenStreetMap.
    pub(crate) osm: Option<Box<OsmReport>>,
    /// What is wrong with the file, if it was GeoJSON.
    pub(crate) issues: Vec<Issue>,
}

/// What plans are made on.
#[derive(Debug)]
pub(crate) struct Ground {
    pub(crate) picture: OperationalPicture,
    /// What was prepared of its streets, if anything was.
    streets: Option<Arc<PreparedStreets>>,
}

impl Ground {
    /// A planner under a policy.
    pub(crate) fn planner(&self, policy: RoutePolicy) -> Result<RoutePlanner<'_>, CliError> {
        let planner = match &self.streets {
            Some(streets) => RoutePlanner::on(&self.picture, Arc::clone(streets))?,
            None => RoutePlanner::new(&self.picture),
        };
        Ok(planner.policy(policy))
    }

    /// A planner of evacuations.
    pub(crate) fn evacuation(&self) -> Result<EvacuationPlanner<'_>, CliError> {
        Ok(match &self.streets {
            Some(streets) => EvacuationPlanner::on(&self.picture, Arc::clone(streets))?,
            None => EvacuationPlanner::new(&self.picture),
        })
    }

    /// Prepares the streets if that was not done before.
    pub(crate) fn prepared(self) -> Result<Self, CliError> {
        if self.streets.is_some() || self.picture.network().edge_count() == 0 {
            return Ok(self);
        }
        let network = self.picture.shared_network();
        Ok(Self { streets: Some(Arc::new(prepare(network)?)), ..self })
    }
}

/// Prepares streets, and shows how far it is.
pub(crate) fn prepare(network: Arc<StreetNetwork>) -> Result<PreparedStreets, CliError> {
    let bar = progress::steps("preparing the streets", network.node_count());
    let tell = |progress: Progress| {
        bar.set_position(progress.ordered as u64);
        ControlFlow::Continue(())
    };
    let prepared = PreparedStreets::prepare_telling(network, &tell);
    bar.finish_and_clear();
    Ok(prepared?)
}

/// How many issues there are of each severity.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct IssueCounts {
    pub(crate) error: usize,
    pub(crate) warning: usize,
    pub(crate) info: usize,
}

impl IssueCounts {
    /// Counts them.
    pub(crate) fn of(issues: &[Issue]) -> Self {
        let count = |severity| issues.iter().filter(|issue| issue.severity == severity).count();
        Self {
            error: count(Severity::Error),
            warning: count(Severity::Warning),
            info: count(Severity::Info),
        }
    }
}

impl SourceArgs {
    /// These folders and files, read as they are.
    pub(crate) fn of(scenario: Vec<PathBuf>) -> Self {
        Self { scenario, example: false, matsim: None, map: None, time_zone: None, strict: false }
    }

    /// The folders named.
    pub(crate) fn folders(&self) -> Vec<&Path> {
        self.scenario.iter().map(PathBuf::as_path).filter(|path| path.is_dir()).collect()
    }

    /// Whether the place that comes with the program was asked for.
    pub(crate) const fn is_example(&self) -> bool {
        self.example
    }

    /// Whether a scenario of the MATSim kind was asked for.
    pub(crate) const fn is_matsim(&self) -> bool {
        self.matsim.is_some()
    }

    /// Takes the first OpenStreetMap file out of the files named, so that it is
    /// read as streets.
    pub(crate) fn take_openstreetmap(&mut self) -> Option<PathBuf> {
        let place = self.scenario.iter().position(|path| is_openstreetmap(path))?;
        Some(self.scenario.remove(place))
    }

    /// Reads the scenario. Issues are for the caller to tell.
    pub(crate) fn read(&self) -> Result<Input, CliError> {
        if let Some(name) = &self.time_zone {
            clock::checked(name)?;
        }
        if let Some(path) = &self.matsim {
            let settings = matsim::settings(path, self.time_zone.as_deref())?;
            let zone = Some(settings.time_zone.clone());
            let beside = Self { time_zone: zone, ..self.clone() };
            return progress::during("reading the scenario", || {
                matsim::read(path, &settings, beside.loaded()?, self.strict)
            });
        }
        let loaded = progress::during("reading the scenario", || self.loaded())?;
        let clock = Clock::of(loaded.scenario.about().time_zone.as_deref());
        let Loaded { scenario, issues, .. } = loaded;
        Ok(Input { scenario, issues, clock, streets: None, orders: None })
    }

    /// Reads the scenario and says on standard error what is wrong with it.
    pub(crate) fn read_and_tell(&self) -> Result<Input, CliError> {
        let input = self.read()?;
        tell(&input.issues, "the data has", "`safepassage check`");
        Ok(input)
    }

    fn loaded(&self) -> Result<Loaded, CliError> {
        let mut reader = ScenarioReader::new();
        if self.strict {
            reader = reader.mode(ReadMode::Strict);
        }
        if let Some(name) = &self.time_zone {
            reader = reader.time_zone(name.as_str());
        }
        if self.example {
            for (name, text) in NORTHERN_ALEPPO {
                reader = reader.text(*name, *text, None);
            }
            return Ok(reader.read()?);
        }
        let mapping = self.map.as_deref().map(mapping).transpose()?;
        if mapping.is_some() && self.scenario.iter().all(|path| path.is_dir()) {
            return Err(CliError::argument(
                "--map",
                "a GeoJSON file that it explains",
                "folders only; a folder's own mappings.json explains its files",
            ));
        }
        if self.scenario.is_empty() {
            return Ok(Loaded::default());
        }
        for path in &self.scenario {
            // The reader names a file by its last part; of one that is not there
            // the whole path is wanted.
            if let Err(source) = fs::metadata(path) {
                let at = RecordRef::file(path.display().to_string());
                return Err(ReadError::Io { at, source }.into());
            }
            reader = match &mapping {
                _ if path.is_dir() => reader.folder(path),
                Some(mapping) => reader.mapped(path, mapping.clone()),
                None => reader.file(path),
            };
        }
        Ok(reader.read()?)
    }
}

fn mapping(path: &Path) -> Result<Mapping, CliError> {
    json_file(
        path,
        "a mapping such as {\"kind\": \"neighbourhood\", \"id\": \"Id\", \"name\": \"NAME\"}",
    )
}

/// Reads a file of JSON that the command line names.
pub(crate) fn json_file<T: serde::de::DeserializeOwned>(
    path: &Path,
    expected: &'static str,
) -> Result<T, CliError> {
    let file = path.display().to_string();
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|source| CliError::BadFile {
            file,
            expected,
            source,
        }),
        Err(source) => Err(CliError::File { file, verb: "read", source }),
    }
}

impl StreetArgs {
    /// Those of a file; of the scenario if there is none.
    pub(crate) const fn of(streets: Option<PathBuf>) -> Self {
        Self { streets }
    }

    /// The streets to travel. Issues are for the caller to tell.
    pub(crate) fn network(&self, input: &Input) -> Result<Streets, CliError> {
        let Some(path) = &self.streets else {
            if let Some(network) = input.streets.clone() {
                return Ok(Streets { network, hierarchy: None, osm: None, issues: Vec::new() });
            }
            let network = StreetNetwork::from_streets(input.scenario.streets())?;
            return Ok(Streets { network, hierarchy: None, osm: None, issues: Vec::new() });
        };
        if prepared::is_prepared(path) {
            let (network, hierarchy) =
                progress::during("reading the streets", || prepared::read(path))?;
            return Ok(Streets { network, hierarchy, osm: None, issues: Vec::new() });
        }
        if is_geojson(path) {
            let mut reader = ScenarioReader::new().file_as(path, Kind::Street);
            if let Some(zone) = input.clock.name() {
                reader = reader.time_zone(zone);
            }
            let loaded =
                progress::during("reading the streets", || reader.read().map_err(CliError::from))?;
            let network = StreetNetwork::from_streets(loaded.scenario.streets())?;
            return Ok(Streets { network, hierarchy: None, osm: None, issues: loaded.issues });
        }
        let bar = progress::bytes("reading the streets");
        let tell = |done: u64, all: u64| {
            bar.set_length(all);
            bar.set_position(done);
        };
        let loaded = OsmReader::new().progress(&tell).read(path);
        bar.finish_and_clear();
        let loaded = loaded?;
        let osm = Some(Box::new(loaded.report));
        Ok(Streets { network: loaded.network, hierarchy: None, osm, issues: Vec::new() })
    }

    /// These streets, or those of a file if none are given.
    pub(crate) fn or(&self, file: Option<PathBuf>) -> Self {
        Self { streets: self.streets.clone().or(file) }
    }

    /// Whether streets are given apart from the scenario.
    pub(crate) const fn given(&self) -> bool {
        self.streets.is_some()
    }

    /// The scenario on its streets, as `believe` has it, ready to plan on.
    pub(crate) fn ground(
        &self,
        input: &Input,
        believe: impl FnOnce(OperationalPicture) -> Result<OperationalPicture, CliError>,
    ) -> Result<Ground, CliError> {
        let (picture, hierarchy) = self.parts(input)?;
        let picture = believe(picture)?;
        let prepared = hierarchy.map(|hierarchy| {
            PreparedStreets::with_hierarchy(picture.shared_network(), Arc::new(hierarchy))
        });
        Ok(Ground { streets: prepared.transpose()?.map(Arc::new), picture })
    }

    /// The scenario on its streets.
    pub(crate) fn picture(&self, input: &Input) -> Result<OperationalPicture, CliError> {
        Ok(self.parts(input)?.0)
    }

    fn parts(&self, input: &Input) -> Result<(OperationalPicture, Option<Hierarchy>), CliError> {
        let streets = self.network(input)?;
        tell(&streets.issues, "the streets have", "`safepassage check`");
        let picture = OperationalPicture::new(input.scenario.clone(), streets.network);
        Ok((picture, streets.hierarchy))
    }
}

/// Whether a file's name says that it is of OpenStreetMap.
fn is_openstreetmap(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase());
    let name = name.unwrap_or_default();
    path.is_file()
        && [".pbf", ".osm", ".osm.xml", ".osm.gz", ".osm.bz2"].iter().any(|end| name.ends_with(end))
}

/// Whether a file's name says that it is GeoJSON.
fn is_geojson(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase());
    let name = name.unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".geojson", ".json", ".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Adds an issue to a page, with the record it is about.
pub(crate) fn show_issue(page: &mut Page, issue: &Issue) {
    let head = format!("{}[{}]", issue.severity, issue.code);
    let head = styled(style_of(issue.severity), head);
    page.line(format!("{head}: {}: {}", clean(&issue.at.to_string()), clean(&issue.text)));
    if let Some(hint) = &issue.hint {
        page.line(format!("  hint: {}", clean(hint)));
    }
}

/// Says on standard error what is wrong with the data, in short, and what lists it.
pub(crate) fn tell(issues: &[Issue], has: &str, lists: &str) {
    let counts = IssueCounts::of(issues);
    if counts.error + counts.warning == 0 {
        return;
    }
    let mut page = Page::new();
    let errors = issues.iter().filter(|issue| issue.severity == Severity::Error);
    for issue in errors.take(ISSUES_SHOWN) {
        show_issue(&mut page, issue);
    }
    Output::aside(&page);
    Output::warning(&format!(
        "{has} {} and {}; {lists} lists them",
        counted(counts.error, "error", "errors"),
        counted(counts.warning, "warning", "warnings")
    ));
}
