//! Audit the announced corridors of the embedded place over one day.
//!
//! ```text
//! cargo run --release --example audit_corridor
//! ```

use safepassage::audit::{AuditContext, Auditor, Check, Finding};
use safepassage::network::StreetNetwork;
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::severity::Severity;
use safepassage::time::TimeWindow;
use std::error::Error;

/// A check of our own: has a party other than the announcing one agreed?
#[derive(Debug)]
struct AgreedBySecondParty;

impl Check for AgreedBySecondParty {
    fn code(&self) -> &'static str {
        "corridor-agreed-by-one-party-only"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        if context.corridor.agreed_by().len() < 2 {
            let text = format!("agreed by {}", context.corridor.agreed_by().join(" and "));
            findings.push(Finding::new(self.code(), Severity::Info, text));
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let scenario = place::northern_aleppo()?.scenario;
    println!("{}\n{}\n", scenario.about().title, scenario.about().note);
    let network = StreetNetwork::from_streets(scenario.streets())?;
    let picture = OperationalPicture::new(scenario, network);

    let day = TimeWindow::new(
        "2026-01-08T06:00:00+03:00".parse()?,
        "2026-01-08T18:00:00+03:00".parse()?,
    )?;
    let auditor = Auditor::new(&picture).with(AgreedBySecondParty);
    for audit in auditor.audit_all(day)? {
        println!("Corridor {} ({})", audit.label, audit.corridor);
        for open in &audit.open {
            println!("  announced as open {open}");
        }
        for finding in &audit.findings {
            println!("  {finding}");
            if !finding.evidence.is_empty() {
                let evidence: Vec<String> =
                    finding.evidence.iter().map(ToString::to_string).collect();
                println!("      shown by {}", evidence.join(", "));
            }
        }
        if audit.findings.is_empty() {
            println!("  no finding");
        }
        println!("  {} checks ran: {}\n", audit.checks.len(), audit.checks.join(", "));
    }

    println!("Neighbourhoods without a corridor");
    for finding in auditor.neighbourhoods_without_corridor(day)? {
        println!("  {finding}");
    }
    println!(
        "\nAn audit says what sources state and where they conflict. It says nothing of danger on the way."
    );
    Ok(())
}
