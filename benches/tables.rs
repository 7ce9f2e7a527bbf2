//! Tables of 1,000 to 100,000 notices and counts in, and out.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use safepassage::io::table::{CountTable, NoticeCsvWriter, NoticeTable, TableMapping, TableReader};
use safepassage::publish::Audience;
use std::fmt::Write as _;
use std::hint::black_box;

fn notices(rows: usize) -> String {
    let mut text = String::from(
        "id,issuer,outlet,said_at,known_at,kind,place_name,start,end,sensitivity,text_ar\r\n\
         #meta+id,#org+issuer,#org+outlet,#date+said,#date+known,#operations+type,#loc+name,#date+start,#date+end,#meta+sensitivity,#description+i_ar+text\r\n",
    );
    for row in 0..rows {
        let minute = row % 60;
        write!(
            text,
            "n{row},SARG,SANA,2026-01-08T10:{minute:02}:00+03:00,2026-01-08T11:{minute:02}:00+03:00,closure,Sheikh Maqsoud {row},2026-01-08T15:00:00+03:00,,low,\"حظر تجول, حتى إشعار آخر\"\r\n"
        )
        .unwrap();
    }
    text
}

fn counts(rows: usize) -> String {
    let mut text = String::from(
        "#adm1+name,#adm1+code,#adm2+name,#adm2+code,#affected+idps,#date+reported,#round+code\n",
    );
    for row in 0..rows {
        writeln!(
            text,
            "Aleppo,SY02,Unit {row},SY02{:04},{row},2025-06-{:02},{}",
            row % 10_000,
            1 + row % 30,
            row % 50
        )
        .unwrap();
    }
    text
}

fn tables(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("tables");
    group.sample_size(10);
    for rows in [1_000, 10_000, 100_000] {
        let (said, counted) = (notices(rows), counts(rows));
        group.throughput(Throughput::Elements(rows as u64));
        group.bench_with_input(BenchmarkId::new("notices in", rows), &said, |bencher, text| {
            bencher.iter(|| {
                let table = TableReader::new().text("notices.csv", text.as_str()).unwrap();
                let loaded = NoticeTable::default().read(&table).unwrap();
                assert_eq!(loaded.notices.len(), rows);
                black_box(loaded)
            });
        });
        group.bench_with_input(BenchmarkId::new("counts in", rows), &counted, |bencher, text| {
            let mapping = TableMapping::new().time_zone("UTC").constant("issuer", "IOM");
            let reader = CountTable::new(mapping);
            bencher.iter(|| {
                let table = TableReader::new().text("counts.csv", text.as_str()).unwrap();
                let loaded = reader.read(&table).unwrap();
                assert_eq!(loaded.notices.len(), rows);
                black_box(loaded)
            });
        });
        let table = TableReader::new().text("notices.csv", said.as_str()).unwrap();
        let loaded = NoticeTable::default().read(&table).unwrap();
        let release =
            Audience::public().release_notices(loaded.notices.iter().map(|(notice, _)| notice));
        group.bench_with_input(
            BenchmarkId::new("notices out", rows),
            &release.notices,
            |bencher, notices| {
                bencher
                    .iter(|| black_box(NoticeCsvWriter::new().to_string(notices)).unwrap().len());
            },
        );
    }
    group.finish();
}

criterion_group!(benches, tables);
criterion_main!(benches);
