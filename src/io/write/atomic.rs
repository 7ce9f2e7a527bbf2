//! Files that appear whole or not at all.

use super::WriteError;
use super::Written;
use crate::record::RecordRef;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A finished temporary file beside the one that it shall become. Dropped, it
/// is removed.
pub(in crate::io) struct Pending {
    file: NamedTempFile,
    path: PathBuf,
}

impl Pending {
    /// Makes the temporary file and lets `write` fill it.
    pub(in crate::io) fn fill(
        path: &Path,
        write: impl FnOnce(&mut (dyn Write + Send)) -> Result<Written, WriteError>,
    ) -> Result<(Self, Written), WriteError> {
        let name = path.to_string_lossy();
        let fail = |source| WriteError::io(source).in_file(&name);
        let file = beside(path).map_err(fail)?;
        let mut out = BufWriter::with_capacity(1 << 16, file);
        let mut written = write(&mut out).map_err(|error| error.in_file(&name))?;
        let file = out.into_inner().map_err(|error| fail(error.into_error()))?;
        file.as_file().sync_all().map_err(fail)?;
        written.path = Some(path.to_owned());
        Ok((Self { file, path: path.to_owned() }, written))
    }

    /// Makes the temporary file and lets `write` fill it under its own path, for
    /// formats whose files are not written from front to back.
    #[cfg(any(feature = "geopackage", feature = "kml", feature = "tiles"))]
    pub(in crate::io) fn fill_at_path<T>(
        path: &Path,
        write: impl FnOnce(&Path) -> Result<T, WriteError>,
    ) -> Result<(Self, T), WriteError> {
        let name = path.to_string_lossy();
        let fail = |source| WriteError::io(source).in_file(&name);
        let file = beside(path).map_err(fail)?;
        let written = write(file.path()).map_err(|error| error.in_file(&name))?;
        file.as_file().sync_all().map_err(fail)?;
        Ok((Self { file, path: path.to_owned() }, written))
    }

    /// Renames it to what it shall be, in place of what stood there.
    pub(in crate::io) fn keep(self) -> Result<(), WriteError> {
        let path = self.path;
        self.file.persist(&path).map(drop).map_err(|error| WriteError::Io {
            at: RecordRef::file(path.to_string_lossy()),
            source: error.error,
        })
    }
}

/// Puts files in their places, once all of them are filled.
pub(in crate::io) fn keep_all(
    pending: Vec<(Pending, Written)>,
) -> Result<Vec<Written>, WriteError> {
    let keep = |(file, written): (Pending, Written)| file.keep().map(|()| written);
    pending.into_iter().map(keep).collect()
}

/// A temporary file in the folder of `path`, where no folder stands.
fn beside(path: &Path) -> std::io::Result<NamedTempFile> {
    if path.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => temporary(folder),
        _ => temporary(Path::new(".")),
    }
}

/// A temporary file that will be as readable as any file the user makes.
pub(in crate::io) fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".safepassage-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
