//! Files that appear whole or not at all.

use crate::error::CliError;
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes `text` to a temporary file beside `path`, then renames it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), CliError> {
    fill(path, text).map_err(|source| CliError::File {
        file: path.display().to_string(),
        verb: "write",
        source,
    })
}

fn fill(path: &Path, text: &str) -> std::io::Result<()> {
    if path.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = temporary(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// A temporary file that will be as readable as any file the user makes.
fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".safepassage-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
