//! A hierarchy as bytes: what cannot be found again quickly, and a checksum.
//!
//! The layout stands in `docs/HIERARCHY.md`. Reading trusts nothing: with a
//! right checksum over wrong content, what queries rely on is checked too.

use super::Hierarchy;
use super::HierarchyError;
use super::structure::{LIMIT, check_graph};
use std::io::{Read, Write};

/// The first eight bytes of every file.
const MAGIC: [u8; 8] = *b"SPHIERAR";

/// The version of the layout.
const VERSION: u32 = 1;

/// Magic, version, nodes, arcs, edges, and the checksum of these.
const HEADER: usize = 8 + 4 * 4 + 4;

/// So many words are read at a time: a wrong length costs no more memory than
/// there are bytes.
const CHUNK: usize = 1 << 14;

impl Hierarchy {
    /// The hierarchy as bytes, about 4 a node, 8 an arc and 4 a shortcut.
    pub fn to_bytes(&self) -> Vec<u8> {
        let words = 2 * self.node_count() + 2 * self.arc_count() + self.shortcut_count();
        let mut bytes = Vec::with_capacity(HEADER + 4 * words + 4);
        bytes.extend(MAGIC);
        let counts = [self.node_count(), self.arc_count(), self.shortcut_count()];
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(counts.iter().flat_map(|&count| (count as u32).to_le_bytes()));
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        let ups = self.first.windows(2).map(|pair| pair[1] - pair[0]);
        let lists = [&self.tails, &self.heads, &self.order, &self.head];
        for word in lists.into_iter().flatten().copied().chain(ups) {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(crc32fast::hash(&bytes[HEADER..]).to_le_bytes());
        bytes
    }

    /// Writes [`to_bytes`](Self::to_bytes).
    ///
    /// # Errors
    ///
    /// [`HierarchyError::Io`].
    pub fn write(&self, to: &mut impl Write) -> Result<(), HierarchyError> {
        Ok(to.write_all(&self.to_bytes())?)
    }

    /// Reads what [`write`](Self::write) wrote, to the end. A slice of bytes
    /// can be read too. Takes memory in proportion to the bytes that are there,
    /// and far less time than preparing.
    ///
    /// # Errors
    ///
    /// [`HierarchyError::File`] if this is no such file, or it is of another
    /// version, cut short, altered, or goes on after its end; with a right
    /// checksum also if its order or its shortcuts are no hierarchy of its
    /// graph. [`HierarchyError::Io`] if reading fails otherwise.
    pub fn read(from: &mut impl Read) -> Result<Self, HierarchyError> {
        let mut header = [0; HEADER];
        let length = fill(from, &mut header)?;
        if !MAGIC.starts_with(&header[..length.min(8)]) {
            return wrong("first bytes", format!("{MAGIC:?}"), format!("{:?}", &header[..8]));
        }
        if length < HEADER {
            return wrong("header", format!("{HEADER} bytes"), format!("{length}"));
        }
        let word = |at: usize| {
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        if word(8) != VERSION {
            return wrong("version", VERSION.to_string(), word(8).to_string());
        }
        let (sum, found) = (crc32fast::hash(&header[..HEADER - 4]), word(HEADER - 4));
        if sum != found {
            return wrong("checksum of the header", format!("{sum:08x}"), format!("{found:08x}"));
        }
        let [nodes, arcs, edges] = [12, 16, 20].map(|at| word(at) as usize);
        for (what, found) in [("nodes", nodes), ("arcs", arcs), ("shortcuts", edges)] {
            if found > LIMIT {
                return wrong(what, format!("at most {LIMIT}"), found.to_string());
            }
        }
        let mut body = Body { from, hasher: crc32fast::Hasher::new() };
        let tails = body.words("tails of arcs", arcs)?;
        let heads = body.words("heads of arcs", arcs)?;
        let order = body.words("order", nodes)?;
        let head = body.words("shortcuts", edges)?;
        let ups = body.words("shortcuts of each node", nodes)?;
        body.finish()?;
        check_graph(nodes, &tails, &heads)?;
        check_order(&order)?;
        let first = check_edges(&ups, &head)?;
        let hierarchy = Self::index(tails, heads, order, first, head);
        hierarchy.check_arcs()?;
        Ok(hierarchy)
    }

    /// Every arc that is no loop must lie on an edge.
    fn check_arcs(&self) -> Result<(), HierarchyError> {
        let lost = |&arc: &usize| self.tails[arc] != self.heads[arc] && self.slot(arc).is_none();
        match (0..self.arc_count()).find(lost) {
            Some(arc) => wrong("shortcuts", format!("one for arc {arc}"), "none".to_owned()),
            None => Ok(()),
        }
    }
}

/// The words after the header, summed as they are read.
struct Body<'a, R> {
    from: &'a mut R,
    hasher: crc32fast::Hasher,
}

impl<R: Read> Body<'_, R> {
    fn words(&mut self, what: &'static str, count: usize) -> Result<Vec<u32>, HierarchyError> {
        let mut words = Vec::new();
        let mut bytes = vec![0; 4 * CHUNK.min(count)];
        while words.len() < count {
            let bytes = &mut bytes[..4 * CHUNK.min(count - words.len())];
            let length = fill(self.from, bytes)?;
            if length < bytes.len() {
                let found = words.len() + length / 4;
                return wrong(what, format!("{count} words"), found.to_string());
            }
            self.hasher.update(bytes);
            let (whole, _) = bytes.as_chunks::<4>();
            words.extend(whole.iter().map(|word| u32::from_le_bytes(*word)));
        }
        Ok(words)
    }

    /// Compares the checksum, after which nothing may come.
    fn finish(self) -> Result<(), HierarchyError> {
        let mut sum = [0; 4];
        if fill(self.from, &mut sum)? < 4 {
            return wrong("checksum", "4 bytes".to_owned(), "the end".to_owned());
        }
        let (expected, found) = (self.hasher.finalize(), u32::from_le_bytes(sum));
        if expected != found {
            return wrong("checksum", format!("{expected:08x}"), format!("{found:08x}"));
        }
        if fill(self.from, &mut [0])? > 0 {
            return wrong("end", "no more bytes".to_owned(), "more".to_owned());
        }
        Ok(())
    }
}

/// Reads until the bytes are full or there are no more; returns how many.
fn fill(from: &mut impl Read, bytes: &mut [u8]) -> Result<usize, HierarchyError> {
    let mut length = 0;
    while length < bytes.len() {
        match from.read(&mut bytes[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(length)
}

/// Every node must be in the order once.
fn check_order(order: &[u32]) -> Result<(), HierarchyError> {
    let mut seen = vec![false; order.len()];
    for &node in order {
        match seen.get_mut(node as usize) {
            Some(seen) if !*seen => *seen = true,
            Some(_) => return wrong("order", "each node once".to_owned(), format!("{node} again")),
            None => {
                return wrong("order", format!("nodes below {}", order.len()), node.to_string());
            }
        }
    }
    Ok(())
}

/// Edges must go up, ascending; the higher ones of a rank must be edges of its
/// lowest, which makes every triangle exist and the ranks above a rank a chain;
/// and ranks must be a postorder. Returns where the edges of each rank begin.
fn check_edges(ups: &[u32], head: &[u32]) -> Result<Vec<u32>, HierarchyError> {
    let nodes = ups.len();
    let mut first = Vec::with_capacity(nodes + 1);
    let mut end = 0_usize;
    first.push(0);
    for &up in ups {
        end = end.saturating_add(up as usize);
        if end > head.len() {
            break;
        }
        first.push(end as u32);
    }
    if end != head.len() {
        return wrong("shortcuts", head.len().to_string(), end.to_string());
    }
    let of = |x: usize| &head[first[x] as usize..first[x + 1] as usize];
    let mut low: Vec<usize> = (0..nodes).collect();
    for x in 0..nodes {
        let up = of(x);
        let rising = up.windows(2).all(|pair| pair[0] < pair[1]);
        let inside = up.last().is_none_or(|&y| (y as usize) < nodes);
        if !rising || !inside || up.first().is_some_and(|&y| y as usize <= x) {
            return wrong("shortcuts", format!("ranks above {x}, rising"), format!("{up:?}"));
        }
        if let Some((&parent, rest)) = up.split_first() {
            let parent = parent as usize;
            let mut above = of(parent).iter();
            if let Some(lost) = rest.iter().find(|&y| !above.any(|z| z == y)) {
                let expected = format!("one from rank {parent} to {lost}");
                return wrong("shortcuts", expected, "none".to_owned());
            }
            low[parent] = low[parent].min(low[x]);
        }
    }
    let mut size = vec![1_usize; nodes];
    for x in 0..nodes {
        if low[x] + size[x] != x + 1 {
            let expected = format!("{} ranks below {x} in a row", size[x] - 1);
            return wrong("order", expected, format!("the lowest is {}", low[x]));
        }
        if let Some(&parent) = of(x).first() {
            size[parent as usize] += size[x];
        }
    }
    Ok(first)
}

fn wrong<T>(what: &'static str, expected: String, found: String) -> Result<T, HierarchyError> {
    Err(HierarchyError::File { what, expected, found })
}
