//! Bars for long work, on standard error and only if that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// A bar that counts bytes.
pub(crate) fn bytes(what: &str) -> ProgressBar {
    bar(what, "{msg} {wide_bar} {bytes}/{total_bytes} {eta}")
}

/// A bar that counts steps.
pub(crate) fn steps(what: &str, count: usize) -> ProgressBar {
    let bar = bar(what, "{msg} {wide_bar} {pos}/{len} {eta}");
    bar.set_length(count as u64);
    bar
}

/// Shows that something is going on while `work` is done.
pub(crate) fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let bar = bar(what, "{spinner} {msg} {elapsed}");
    bar.enable_steady_tick(Duration::from_millis(120));
    let result = work();
    bar.finish_and_clear();
    result
}

fn bar(what: &str, template: &str) -> ProgressBar {
    // The target draws nothing where standard error is no terminal.
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}
