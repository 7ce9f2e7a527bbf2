//! Positions, paths and boxes in world units.
//!
//! The square of Web Mercator is 2³⁰ units wide, x to the east and y to the
//! south from its north-west corner: at zoom 14 and 4096 units a tile, 16 to a
//! tile's unit; 3.7 cm at the equator. Whole numbers, so that two tiles that
//! share a side cut at the same place.

/// The world is two to this many units wide.
pub(super) const WORLD_BITS: u32 = 30;

/// The width of the world.
pub(super) const WORLD: i32 = 1 << WORLD_BITS;

/// A tile is two to this many of its own units wide.
pub(super) const TILE_BITS: u32 = 12;

/// Units along the side of a tile: its extent.
pub(super) const EXTENT: i32 = 1 << TILE_BITS;

/// The highest zoom: there a tile's unit is one of the world's.
pub(super) const MAX_ZOOM: u8 = (WORLD_BITS - TILE_BITS) as u8;

/// A position on a line or ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Vertex {
    pub(super) x: i32,
    pub(super) y: i32,
    /// How far, in world units, the path moves if it is left out; without end
    /// for the ends and where a path was cut.
    pub(super) weight: f32,
}

impl Vertex {
    /// A position that stays at every zoom.
    pub(super) const fn fixed(x: i32, y: i32) -> Self {
        Self { x, y, weight: f32::INFINITY }
    }
}

/// A line, or a ring without its last position (which is its first).
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Path {
    pub(super) points: Vec<Vertex>,
    /// Whether it is a hole of the ring before it that is none.
    pub(super) hole: bool,
}

/// A box, sides included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) west: i32,
    pub(super) north: i32,
    pub(super) east: i32,
    pub(super) south: i32,
}

impl Frame {
    /// A box that holds nothing yet.
    pub(super) const EMPTY: Self =
        Self { west: i32::MAX, north: i32::MAX, east: i32::MIN, south: i32::MIN };

    /// The box of all positions.
    pub(super) fn of(paths: &[Path]) -> Self {
        paths
            .iter()
            .flat_map(|path| &path.points)
            .fold(Self::EMPTY, |frame, at| frame.with(at.x, at.y))
    }

    /// The box with one position more.
    pub(super) fn with(self, x: i32, y: i32) -> Self {
        Self {
            west: self.west.min(x),
            north: self.north.min(y),
            east: self.east.max(x),
            south: self.south.max(y),
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.west > self.east
    }

    pub(super) const fn holds(&self, x: i32, y: i32) -> bool {
        self.west <= x && x <= self.east && self.north <= y && y <= self.south
    }

    pub(super) const fn holds_all(&self, other: &Self) -> bool {
        self.west <= other.west
            && other.east <= self.east
            && self.north <= other.north
            && other.south <= self.south
    }

    pub(super) const fn meets(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.north <= other.south
            && other.north <= self.south
    }

    /// The longer side.
    pub(super) fn side(&self) -> u32 {
        if self.is_empty() {
            return 0;
        }
        self.east.abs_diff(self.west).max(self.south.abs_diff(self.north))
    }

    pub(super) const fn middle(&self) -> (i32, i32) {
        (i32::midpoint(self.west, self.east), i32::midpoint(self.north, self.south))
    }

    /// Twice the area.
    pub(super) fn twice_area(&self) -> i128 {
        2 * i128::from(self.east.abs_diff(self.west)) * i128::from(self.south.abs_diff(self.north))
    }
}

/// The place of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) zoom: u8,
    pub(super) x: u32,
    pub(super) y: u32,
}

impl Place {
    /// The one tile of zoom 0.
    pub(super) const ROOT: Self = Self { zoom: 0, x: 0, y: 0 };

    /// Two to this many world units are one unit of a tile at this zoom.
    pub(super) const fn unit_bits(zoom: u8) -> u32 {
        WORLD_BITS - TILE_BITS - zoom as u32
    }

    /// The tile and `buffer` of its own units around it.
    pub(super) const fn frame(&self, buffer: i32) -> Frame {
        let bits = WORLD_BITS - self.zoom as u32;
        let around = buffer << Self::unit_bits(self.zoom);
        let west = (self.x << bits) as i32;
        let north = (self.y << bits) as i32;
        let side = 1 << bits;
        Frame {
            west: west - around,
            north: north - around,
            east: west + side + around,
            south: north + side + around,
        }
    }

    /// Whether the position belongs to this tile and no other of its zoom.
    pub(super) const fn owns(&self, x: i32, y: i32) -> bool {
        let bits = WORLD_BITS - self.zoom as u32;
        (own(x) >> bits) as u32 == self.x && (own(y) >> bits) as u32 == self.y
    }

    /// A position in this tile's units, halves rounded to the south and east.
    pub(super) const fn local(&self, x: i32, y: i32) -> [i32; 2] {
        let bits = Self::unit_bits(self.zoom);
        let half = (1 << bits) >> 1;
        [
            ((x + half) >> bits) - (self.x as i32) * EXTENT,
            ((y + half) >> bits) - (self.y as i32) * EXTENT,
        ]
    }

    /// The four tiles of the next zoom.
    pub(super) fn children(self) -> [Self; 4] {
        let (zoom, x, y) = (self.zoom + 1, self.x * 2, self.y * 2);
        [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)].map(|(x, y)| Self { zoom, x, y })
    }
}

/// The far edge of the world belongs to the last tile.
const fn own(at: i32) -> i32 {
    if at < 0 {
        0
    } else if at >= WORLD {
        WORLD - 1
    } else {
        at
    }
}

/// Twice the area that a ring encloses, above zero if it runs clockwise on a
/// map (y to the south), as the exterior of MVT 2 does.
pub(super) fn twice_area(ring: &[Vertex]) -> i128 {
    let Some(first) = ring.first() else { return 0 };
    let from_first = |at: &Vertex| {
        (i128::from(at.x) - i128::from(first.x), i128::from(at.y) - i128::from(first.y))
    };
    ring.windows(2)
        .map(|pair| {
            let (a, b) = (from_first(&pair[0]), from_first(&pair[1]));
            a.0 * b.1 - b.0 * a.1
        })
        .sum()
}
