//! What would be otherwise if one thing were.

use super::show::Times;
use crate::page::{FAINT, Page, STRONG, clean, counted, styled, thousands};
use safepassage::evacuate::{WhatIfAnswer, WhatIfs};

/// So many changes of either sort are shown unless all are asked for.
const ROWS: usize = 10;

/// What would bring more, the most first; which streets would be missed, the worst
/// first; and how many changes would make no difference.
pub(super) fn show(page: &mut Page, asked: &WhatIfs, times: &Times<'_>, all: bool) {
    page.gap();
    page.line(styled(STRONG, "What would change it"));
    let by = times.show(asked.by);
    let can = thousands(asked.persons);
    let how = if asked.exact { "" } else { "; times taken together and rounded down, so about" };
    page.line(styled(
        FAINT,
        format_args!("  {can} can have arrived by {by} as things are; one change at a time{how}"),
    ));
    let most = if all { usize::MAX } else { ROWS };
    let more: Vec<_> = asked.answers.iter().filter(|one| one.gained > 0).collect();
    let mut fewer: Vec<_> = asked.answers.iter().filter(|one| one.gained < 0).collect();
    fewer.sort_by_key(|one| one.gained);
    rows(page, &more, most, "the most gained");
    rows(page, &fewer, most, "the most lost");
    let same = asked.answers.iter().filter(|one| one.gained == 0).count();
    if same == asked.answers.len() {
        let tried = counted(same, "change that was tried", "changes that were tried");
        page.line(format!("  nothing: {tried}, no difference"));
    } else if same > 0 {
        let others = counted(same, "other change makes", "other changes make");
        page.line(format!("  {others} no difference"));
    }
}

fn rows(page: &mut Page, answers: &[&WhatIfAnswer], most: usize, first: &str) {
    for answer in answers.iter().take(most) {
        page.line(format!("  {}", clean(&answer.text)));
    }
    if answers.len() > most {
        let rest = answers.len() - most;
        page.line(styled(
            FAINT,
            format_args!("  and {rest} more; {first} come first; --all shows them"),
        ));
    }
}
