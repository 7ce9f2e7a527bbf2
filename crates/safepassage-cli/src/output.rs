//! Standard output and standard error: the only file that prints.

use crate::args::Format;
use crate::error::CliError;
use crate::page::{ERROR, NOTE, Page, WARNING, clean, styled};
use serde::Serialize;
use std::io::Write;

/// What the exit status says of a command that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Exit status 0.
    Done,
    /// Exit status 1: something at error level was found.
    Found,
}

impl Status {
    /// [`Status::Found`] if so.
    pub(crate) const fn found(yes: bool) -> Self {
        if yes { Self::Found } else { Self::Done }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
        }
    }
}

/// The version of the JSON documents; rises when a member changes its meaning or goes.
const JSON_VERSION: u8 = 1;

/// Where a command says what it has to say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    format: Format,
    command: &'static str,
}

#[derive(Serialize)]
struct Document<'a, T> {
    safepassage: u8,
    command: &'a str,
    exit_status: u8,
    #[serde(flatten)]
    body: &'a T,
}

#[derive(Serialize)]
struct Failure<'a> {
    error: Fault<'a>,
}

#[derive(Serialize)]
struct Fault<'a> {
    code: &'a str,
    text: String,
    causes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a safepassage::record::RecordRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

impl Output {
    /// For one command, in one format.
    pub(crate) const fn new(format: Format, command: &'static str) -> Self {
        Self { format, command }
    }

    /// Prints the answer: the page made by `text`, or `body` as JSON.
    pub(crate) fn answer<T: Serialize>(
        &self,
        status: Status,
        body: &T,
        text: impl FnOnce() -> Page,
    ) -> Result<Status, CliError> {
        match self.format {
            Format::Text => print(text().as_str())?,
            Format::Json => self.document(status.code(), body)?,
        }
        Ok(status)
    }

    /// Prints text as it is, whatever the format.
    pub(crate) fn plain(text: &str) -> Result<(), CliError> {
        print(text)
    }

    fn document<T: Serialize>(&self, exit_status: u8, body: &T) -> Result<(), CliError> {
        let document =
            Document { safepassage: JSON_VERSION, command: self.command, exit_status, body };
        let mut text = serde_json::to_string_pretty(&document).map_err(CliError::Json)?;
        text.push('\n');
        print(&text)
    }

    /// Says on standard error that the command could not do its work; in JSON
    /// also on standard output, which so always holds one document.
    pub(crate) fn failure(&self, error: &CliError) {
        let mut page = Page::new();
        page.line(format!(
            "{}: {}",
            styled(ERROR, format_args!("error[{}]", error.code())),
            clean(&error.to_string())
        ));
        for cause in causes(error) {
            page.line(format!("  {} {}", styled(NOTE, "cause:"), clean(&cause)));
        }
        if let Some(hint) = error.hint() {
            page.line(format!("  {} {}", styled(NOTE, "hint:"), clean(&hint)));
        }
        aside(&page);
        if self.format == Format::Json {
            let error = Fault {
                code: error.code(),
                text: error.to_string(),
                causes: causes(error),
                at: error.at(),
                hint: error.hint(),
            };
            // Nothing is left to tell it to if this fails too.
            let _ = self.document(2, &Failure { error });
        }
    }

    /// Says something on standard error that is worth knowing.
    pub(crate) fn note(text: &str) {
        let mut page = Page::new();
        page.line(format!("{} {}", styled(NOTE, "note:"), clean(text)));
        aside(&page);
    }

    /// Says something on standard error that is doubtful.
    pub(crate) fn warning(text: &str) {
        let mut page = Page::new();
        page.line(format!("{} {}", styled(WARNING, "warning:"), clean(text)));
        aside(&page);
    }

    /// Puts a page on standard error.
    pub(crate) fn aside(page: &Page) {
        aside(page);
    }
}

fn causes(error: &CliError) -> Vec<String> {
    let mut causes: Vec<String> = Vec::new();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes
}

/// Colours reach only a terminal, and not if `NO_COLOR` is set.
fn print(text: &str) -> Result<(), CliError> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(CliError::Output)
}

fn aside(page: &Page) {
    // Whoever closed standard error does not want to hear it.
    let _ = anstream::stderr().lock().write_all(page.as_str().as_bytes());
}
