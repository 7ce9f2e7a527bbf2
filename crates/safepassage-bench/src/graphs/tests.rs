use super::{GraphError, read};
use std::io::Write;
use std::path::PathBuf;

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("safepassage-graphs-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn undirected_edges_become_two_arcs_of_one_weight() {
    let path = written("small.gr", b"c from nowhere\np tw 3 2\n1 2\n2 3\n");
    let graph = read(&path, 5).unwrap();
    assert_eq!(
        (graph.nodes, &graph.tails[..], &graph.heads[..]),
        (3, &[0, 1, 1, 2][..], &[1, 0, 2, 1][..])
    );
    assert_eq!(graph.weights[0], graph.weights[1]);
    assert_ne!(graph.weights[0], graph.weights[2]);
    assert_eq!(graph, read(&path, 5).unwrap());
}

#[test]
fn packed_arcs_are_read() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(b"a 0 2 15\na 2 1 7\n").unwrap();
    let graph = read(&written("arcs.gr.gz", &packer.finish().unwrap()), 0).unwrap();
    assert_eq!(
        (graph.nodes, graph.tails, graph.heads, graph.weights),
        (3, vec![0, 2], vec![2, 1], vec![15, 7])
    );
}

#[test]
fn what_is_no_graph_is_refused_with_its_line() {
    for (name, bytes, line) in [
        ("beyond.gr", "p tw 2 1\n1 3\n", 2),
        ("zero.gr", "p tw 2 1\n0 1\n", 2),
        ("words.gr", "a 1 2 x\n", 1),
        ("early.gr", "1 2\n", 1),
        ("other.gr", "p tw 2 1\n1 2 3\n", 2),
    ] {
        let error = read(&written(name, bytes.as_bytes()), 0).unwrap_err();
        assert!(matches!(error, GraphError::Line { line: at, .. } if at == line), "{error}");
    }
    let cut = read(&written("cut.gr.xz", b"\xfd7zXZ\0\0"), 0).unwrap_err();
    assert!(matches!(cut, GraphError::Unreadable { .. }), "{cut}");
}

#[test]
fn real_graphs_have_the_size_that_is_published() {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let new_york = read(&data.join("road-graphs/pace16/NY.gr.xz"), 0).unwrap();
    assert_eq!((new_york.nodes, new_york.tails.len()), (264_346, 2 * 365_050));
    let bremen = read(&data.join("road-graphs/bremen/bremen_time.gr.gz"), 0).unwrap();
    assert_eq!((bremen.nodes, bremen.tails.len()), (40_461, 86_475));
}
