//! Where the built viewer is.

use crate::error::CliError;
use safepassage::io::write::Viewer;
use std::env;
use std::path::{Path, PathBuf};

/// How to build it.
pub(crate) const BUILD: &str = "npm ci --prefix viewer && npm run build --prefix viewer";

/// Names the built viewer.
const VARIABLE: &str = "SAFEPASSAGE_VIEWER";
/// Where the build puts it.
const BUILT: &str = "viewer/dist/viewer.html";

/// A viewer, or where it was looked for.
pub(super) struct Found {
    pub(super) viewer: Option<Viewer>,
    pub(super) path: Option<PathBuf>,
    pub(super) looked: Vec<String>,
}

/// Finds the viewer: the one named, which then must be there; or the one that the
/// environment names, likewise; or one built here or beside the program.
pub(super) fn find(named: Option<&Path>) -> Result<Found, CliError> {
    let variable = env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
    if let Some(path) = named.map(Path::to_owned).or(variable) {
        let viewer = Viewer::read(&path)?;
        return Ok(Found { viewer: Some(viewer), path: Some(path), looked: Vec::new() });
    }
    let beside = env::current_exe().ok().and_then(|program| Some(program.parent()?.join(BUILT)));
    let places: Vec<PathBuf> = [Some(PathBuf::from(BUILT)), beside].into_iter().flatten().collect();
    for path in &places {
        if path.is_file() {
            let viewer = Viewer::read(path)?;
            return Ok(Found {
                viewer: Some(viewer),
                path: Some(path.clone()),
                looked: Vec::new(),
            });
        }
    }
    let looked = places.iter().map(|path| path.display().to_string()).collect();
    Ok(Found { viewer: None, path: None, looked })
}
