//! How long loading takes: `cargo test --release --lib ledger::tests::speed -- --ignored --nocapture`.

use super::*;
use std::time::Instant;

#[test]
#[ignore = "for measuring, in release"]
fn loading() {
    for count in [1_000, 10_000, 100_000, 1_000_000_u32] {
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
