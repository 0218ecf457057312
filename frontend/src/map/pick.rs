//! A place on the screen → the region, cell or point that lies there, without asking the server.

/// What a pointer or the keyboard points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    Region(String),
    /// A cell with a value, and the region its pointed-at place lies in.
    Cell {
        cell: u64,
        region: Option<String>,
    },
    /// A bubble, by its code.
    Point(String),
}

/// What lies under the pointer, and where on the map element (CSS pixels) to put a note about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    pub pick: Pick,
    pub x: f64,
    pub y: f64,
}
