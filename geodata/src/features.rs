//! GeoJSON text → its features, coordinates read straight from the bytes.
//!
//! A million positions become one run of points: no tree, no list of two numbers is ever made. How deep a
//! part lies tells what it is, so a geometry's type need not come first, or at all. Everything that is not
//! a coordinate comes back as the text it was, for a reader of JSON.
//!
//! Refused: text that ends too early, and coordinates that are neither numbers nor lists. What nobody asks
//! for is passed over bracket by bracket and not checked.

mod cursor;

use self::cursor::Cursor;
pub use self::cursor::Unreadable;

/// A ring needs three corners and its first one again; what is shorter encloses nothing.
const LEAST: usize = 4;
/// Lists in lists; areas of a multipolygon need four.
const DEEPEST: u8 = 16;

/// A feature collection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features<'a> {
    /// Its member `crs`, as JSON; empty when there is none.
    pub crs: &'a [u8],
    /// Its member `source`, as JSON: where the borders are from.
    pub source: &'a [u8],
    /// Its member `review_no`, as JSON: the number under which the map was reviewed.
    pub review_no: &'a [u8],
    /// In the order of the text.
    pub features: Vec<Feature<'a>>,
}

/// One feature.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feature<'a> {
    /// As JSON; empty when there are none.
    pub properties: &'a [u8],
    /// The coordinates of its geometry; nothing without geometry.
    pub places: Places,
}

/// Points in the order they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// Longitude and latitude, or whatever stood there first and second.
    pub points: Vec<(f64, f64)>,
    /// How many points there were at the end of each ring or line.
    ends: Vec<usize>,
    /// How many ends there were at the end of each area.
    areas: Vec<usize>,
}

/// Reads a feature collection. A document without `features` has none.
///
/// ```
/// let text = br#"{"crs": "WGS84", "features": [{"properties": {"code": "1"},
///     "geometry": {"coordinates": [[[0, 0], [1, 0], [1, 1.5], [0, 0]]]}}]}"#;
/// let read = geodata::features::read(text)?;
/// assert_eq!(read.crs, br#""WGS84""#);
/// assert_eq!(read.features[0].places.areas(), [[[(0.0, 0.0), (1.0, 0.0), (1.0, 1.5), (0.0, 0.0)]]]);
/// # Ok::<(), geodata::features::Unreadable>(())
/// ```
pub fn read(text: &[u8]) -> Result<Features<'_>, Unreadable> {
    let mut cursor = Cursor::of(text);
    let mut read = Features::default();
    cursor.members(|cursor, name| {
        match name {
            b"crs" => read.crs = cursor.pass()?,
            b"source" => read.source = cursor.pass()?,
            b"review_no" => read.review_no = cursor.pass()?,
            b"features" => cursor.elements(|cursor| {
                read.features.push(feature(cursor)?);
                Ok(())
            })?,
            _ => drop(cursor.pass()?),
        }
        Ok(())
    })?;
    cursor.end()?;
    Ok(read)
}

fn feature<'a>(cursor: &mut Cursor<'a>) -> Result<Feature<'a>, Unreadable> {
    let mut feature = Feature::default();
    cursor.members(|cursor, name| {
        match name {
            b"properties" => feature.properties = cursor.pass()?,
            b"geometry" if cursor.peek() == Some(b'{') => {
                cursor.members(|cursor, name| match name {
                    b"coordinates" => part(cursor, &mut feature.places, 0).map(drop),
                    _ => cursor.pass().map(drop),
                })?;
            }
            _ => drop(cursor.pass()?),
        }
        Ok(())
    })?;
    Ok(feature)
}

/// Reads one part of the coordinates, whatever it turns out to be: how many levels of lists there are above
/// its numbers (1 a point, 2 a ring or line, 3 an area or lines, 4 areas), or `None` where there is nothing.
fn part(cursor: &mut Cursor<'_>, into: &mut Places, depth: u8) -> Result<Option<u8>, Unreadable> {
    if cursor.peek() == Some(b'n') || depth == DEEPEST {
        return cursor.pass().map(|_| None);
    }
    let (mut position, mut numbers, mut below) = ([0.0; 3], 0_usize, 0);
    cursor.elements(|cursor| {
        if matches!(cursor.peek(), Some(b'[' | b'n')) {
            below = part(cursor, into, depth + 1)?.unwrap_or(below);
        } else {
            // Heights and whatever else follows land in the third place.
            position[numbers.min(2)] = cursor.number()?;
            numbers += 1;
        }
        Ok(())
    })?;
    match below {
        0 if numbers < 2 => return Ok(None),
        0 => into.points.push((position[0], position[1])),
        1 => into.ends.push(into.points.len()),
        2 => into.areas.push(into.ends.len()),
        _ => {}
    }
    Ok(Some(below + 1))
}

impl Places {
    /// Every ring or line.
    pub fn rings(&self) -> Vec<Vec<(f64, f64)>> {
        let mut from = 0;
        let ring = |end: &usize| {
            let points = self.points.get(from..*end).unwrap_or_default();
            from = *end;
            points.to_vec()
        };
        self.ends.iter().map(ring).collect()
    }

    /// Rings by area, without those that enclose nothing.
    pub fn areas(&self) -> Vec<Vec<Vec<(f64, f64)>>> {
        let mut rings = self.rings().into_iter();
        let mut from = 0;
        let mut areas = Vec::new();
        for end in &self.areas {
            let own = rings.by_ref().take(end - from);
            areas.push(own.filter(|it| it.len() >= LEAST).collect());
            from = *end;
        }
        areas.retain(|it: &Vec<_>| !it.is_empty());
        areas
    }
}

#[cfg(test)]
mod tests;
