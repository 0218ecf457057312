//! Coordinates of GeoJSON, nested as deep as they like → one run of points and where its parts end.
//!
//! A million positions are read straight from the text: no list of two numbers is ever made for one of them.
//! How deep a part lies tells what it is, so a geometry's type need not come first, or at all.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::Polygons;

/// A ring needs three corners and its first one again; what is shorter encloses nothing.
const LEAST: usize = 4;

/// Points in the order they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Nested {
    pub(super) points: Vec<(f64, f64)>,
    /// How many points there were at the end of each ring or line.
    ends: Vec<usize>,
    /// How many ends there were at the end of each area.
    areas: Vec<usize>,
}

impl Nested {
    /// Every ring or line.
    pub(super) fn rings(&self) -> Vec<Vec<(f64, f64)>> {
        let mut from = 0;
        let ring = |end: &usize| {
            let points = self.points.get(from..*end).unwrap_or_default();
            from = *end;
            points.to_vec()
        };
        self.ends.iter().map(ring).collect()
    }

    /// Rings by area, without those that enclose nothing.
    pub(super) fn areas(&self) -> Polygons {
        let mut rings = self.rings().into_iter();
        let mut from = 0;
        let mut areas = Polygons::new();
        for end in &self.areas {
            let own = rings.by_ref().take(end - from);
            areas.push(own.filter(|it| it.len() >= LEAST).collect());
            from = *end;
        }
        areas.retain(|it| !it.is_empty());
        areas
    }
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut nested = Self::default();
        Part(&mut nested).deserialize(deserializer)?;
        Ok(nested)
    }
}

/// One part of the coordinates, whatever it turns out to be.
struct Part<'a>(&'a mut Nested);

/// What a part was.
#[derive(Clone, Copy)]
enum Found {
    Number(f64),
    /// Levels of lists above the numbers: 1 a point, 2 a ring or line, 3 an area or lines, 4 areas.
    Levels(u8),
    Nothing,
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("numbers in lists")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Found, E> {
        Ok(Found::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Found, E> {
        Ok(Found::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Found, E> {
        Ok(Found::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Found, E> {
        Ok(Found::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Found, A::Error> {
        let (mut position, mut numbers, mut levels) = ([0.0; 3], 0_usize, 0);
        while let Some(found) = parts.next_element_seed(Part(&mut *self.0))? {
            match found {
                Found::Number(number) => {
                    // Heights and whatever else follows land in the third place.
                    position[numbers.min(2)] = number;
                    numbers += 1;
                }
                Found::Levels(below) => levels = below,
                Found::Nothing => {}
            }
        }
        let Nested { points, ends, areas } = self.0;
        match levels {
            0 if numbers < 2 => return Ok(Found::Nothing),
            0 => points.push((position[0], position[1])),
            1 => ends.push(points.len()),
            2 => areas.push(ends.len()),
            _ => {}
        }
        Ok(Found::Levels(levels + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Nested {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn depth_tells_a_line_from_an_area_and_an_area_from_several() {
        let ring = "[[0,0],[1,0],[1,1.5],[0,0]]";
        assert_eq!(read(ring).rings(), [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.5), (0.0, 0.0)]]);
        assert_eq!(read(ring).areas().len(), 0);
        let one = read(&format!("[{ring},{ring}]")).areas();
        assert_eq!((one.len(), one[0].len()), (1, 2));
        let two = read(&format!("[[{ring}],[{ring},{ring}]]")).areas();
        assert_eq!(two.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn heights_are_left_out_and_what_is_too_short_encloses_nothing() {
        let nested = read("[[[1,2,30],[3,4,30],[5,6,30],[1,2,30]],[[1,2],[1,2]],[]]");
        assert_eq!(nested.areas(), [[[(1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (1.0, 2.0)]]]);
        assert_eq!(read("null"), Nested::default());
        assert_eq!(read("[]").areas(), Polygons::new());
        assert_eq!(read("[-7, 8]").points, [(-7.0, 8.0)]);
        assert!(serde_json::from_str::<Nested>("[\"a\"]").is_err());
    }
}
