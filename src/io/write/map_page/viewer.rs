//! The built viewer into which a page's data is put.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the data goes. The number is that of the layout of the data.
const PLACE: &str = "\"safepassage:data:1\"";

/// The built viewer: an HTML file with a marked place for the data.
///
/// Made by `npm ci --prefix viewer && npm run build --prefix viewer`, which writes
/// `viewer/dist/viewer.html`.
#[derive(Clone, PartialEq, Eq)]
pub struct Viewer {
    html: Arc<str>,
    place: usize,
}

impl fmt::Debug for Viewer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Viewer").field("bytes", &self.html.len()).finish_non_exhaustive()
    }
}

/// Why there is no viewer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewerError {
    /// The file cannot be read.
    #[error("{}: cannot read the viewer", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not a viewer that takes data as this library lays it out.
    #[error(
        "{place}: expected a built viewer with one place for the data ({PLACE}), found {found}; build it anew"
    )]
    NotAViewer {
        /// The file, or `viewer`.
        place: String,
        /// How many places there are.
        found: usize,
    },
}

impl Viewer {
    /// A viewer from its HTML.
    ///
    /// # Errors
    ///
    /// [`ViewerError::NotAViewer`] if it has not one place for the data, such as
    /// a viewer built for another layout of the data.
    pub fn new(html: impl Into<Arc<str>>) -> Result<Self, ViewerError> {
        let html = html.into();
        let places: Vec<usize> = html.match_indices(PLACE).map(|(at, _)| at).collect();
        match places.as_slice() {
            [place] => Ok(Self { place: *place, html }),
            others => {
                Err(ViewerError::NotAViewer { place: "viewer".to_owned(), found: others.len() })
            }
        }
    }

    /// Reads a viewer.
    ///
    /// # Errors
    ///
    /// [`ViewerError`] naming the file.
    pub fn read(path: &Path) -> Result<Self, ViewerError> {
        let html = fs::read_to_string(path)
            .map_err(|source| ViewerError::Io { path: path.to_owned(), source })?;
        Self::new(html).map_err(|error| match error {
            ViewerError::NotAViewer { found, .. } => {
                ViewerError::NotAViewer { place: path.display().to_string(), found }
            }
            error @ ViewerError::Io { .. } => error,
        })
    }

    /// What stands before and after the data.
    pub(super) fn around_data(&self) -> (&str, &str) {
        (&self.html[..self.place], &self.html[self.place + PLACE.len()..])
    }
}
