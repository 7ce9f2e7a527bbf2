//! Certificates of plans as JSON.

use super::atomic::Pending;
use super::{WriteError, Written};
use crate::publish::{PlanCertificate, ReleasedCertificates};
use serde::Serialize;
use std::path::Path;

/// The version of the document; rises when a member changes its meaning or goes.
const VERSION: u8 = 1;

#[derive(Serialize)]
struct Document<'a> {
    safepassage: u8,
    audience: &'a str,
    certificates: &'a [PlanCertificate],
}

/// Writes certificates of plans as one JSON document, whole or not at all, in the form
/// that [`verify::check`](crate::verify::check) reads:
/// `{"safepassage": 1, "audience": text, "certificates": [{"neighbourhood": text or null,
/// "certificate": …}]}`.
///
/// # Errors
///
/// [`WriteError`] naming the file.
pub fn write_certificates(
    certificates: &ReleasedCertificates,
    path: &Path,
) -> Result<Written, WriteError> {
    let document = Document {
        safepassage: VERSION,
        audience: certificates.audience(),
        certificates: certificates.certificates(),
    };
    let mut text = serde_json::to_string_pretty(&document)
        .map_err(|error| WriteError::format("certificates", &error))?;
    text.push('\n');
    let (pending, written) = Pending::fill(path, |out| {
        out.write_all(text.as_bytes()).map_err(WriteError::io)?;
        let features = certificates.certificates().len();
        Ok(Written { features, bytes: text.len() as u64, ..Written::default() })
    })?;
    pending.keep()?;
    Ok(written)
}
