//! How long loading takes, printed; the ledger is small unless asked otherwise:
//! `SAFEPASSAGE_CASES=1000000 cargo test --release --lib ledger::tests::speed -- --nocapture`.

use super::*;
use std::time::Instant;

#[test]
fn loading() {
    let asked = std::env::var("SAFEPASSAGE_CASES").ok().and_then(|text| text.parse().ok());
    let most = asked.unwrap_or(1_000_u32).max(1_000);
    for count in [1_000, 10_000, 100_000, 1_000_000].into_iter().filter(|count| *count <= most) {
        let east = || NoticePlace::from(FeatureRef::new(Kind::SafeCorridor, "east"));
        let notices: Vec<Notice> = (0..count)
            .map(|number| {
                let said = at(i64::from(number));
                Notice::new(format!("notice-{number}"), "army", said, Content::Closure)
                    .about(east())
                    .during(Timing::since(said))
                    .text("en", "The eastern corridor is closed until further notice.")
            })
            .collect();
        let desk = desk();
        let begun = Instant::now();
        LedgerFile::new(&desk.path).append(&notices).unwrap();
        let appended = begun.elapsed();
        let size = fs::metadata(&desk.path).unwrap().len();
        let begun = Instant::now();
        let mut file = LedgerFile::new(&desk.path);
        let loaded = file.load().unwrap().ledger.len();
        let load = begun.elapsed();
        assert_eq!(loaded, notices.len());
        let one = Notice { id: "last".into(), ..notices.last().unwrap().clone() };
        let begun = Instant::now();
        file.append(&[one]).unwrap();
        let single = begun.elapsed();
        println!(
            "{count} notices, {size} bytes: append {appended:?}, load {load:?}, one more {single:?}"
        );
    }
}
