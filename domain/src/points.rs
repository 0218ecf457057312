//! The compact form of entity points on the wire: where each lies, how risky it is, and who it is.
//!
//! Points come in the order of their ids, so that ids share their beginnings; coordinates are whole millionths
//! of a degree above the least one, each column in as few bytes as it needs. Nothing is unpacked before it is
//! asked for: columns decode in one pass, an id is made when somebody clicks its point.
//!
//! Layout, little-endian: `GLP1`; generation u64; total, unlocated, count u32; least longitude, least
//! latitude i32 in 1e-6 degrees; bytes a longitude, bytes a latitude, two zeros; longitudes; latitudes; risk u16 in
//! hundredths; ids: length shared with the id before u8, length of the rest u8, the rest. Every
//! [`STRIDE`]th id shares nothing.

/// Ids between two that are written in full.
pub const STRIDE: usize = 64;

const MAGIC: &[u8; 4] = b"GLP1";
const HEAD_BYTES: usize = 36;
/// Millionths in a degree.
const MICRO: f64 = 1e6;

/// One entity on its way to the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// At most 255 bytes; a feed's key has at most 40 characters.
    pub id: String,
    /// WGS-84 degrees.
    pub lng: f64,
    pub lat: f64,
    /// R in hundredths, 0 to 10 000.
    pub risk: u16,
}

/// What is said of all points together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub generation: u64,
    /// Active entities: points and those without a place.
    pub total: u32,
    pub unlocated: u32,
}

/// Decoded points: columns of equal length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointFrame {
    pub counts: Counts,
    /// Millionths of a degree, WGS-84.
    pub lng: Vec<i32>,
    pub lat: Vec<i32>,
    /// R in hundredths.
    pub risk: Vec<u16>,
    /// Front-coded, and where every [`STRIDE`]th begins.
    ids: Vec<u8>,
    starts: Vec<u32>,
}

/// Bytes that are no point frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a point frame: {0}")]
pub struct PointFrameError(&'static str);

/// The bytes of points that are in the order of their ids.
pub fn encode(counts: Counts, points: &[Point]) -> Vec<u8> {
    let lng: Vec<i32> = points.iter().map(|point| micro(point.lng)).collect();
    let lat: Vec<i32> = points.iter().map(|point| micro(point.lat)).collect();
    let (lng, lat) = (Column::of(&lng), Column::of(&lat));
    let mut out = Vec::with_capacity(HEAD_BYTES + points.len() * 14);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&counts.generation.to_le_bytes());
    let count = u32::try_from(points.len()).unwrap_or(u32::MAX);
    for whole in [counts.total, counts.unlocated, count] {
        out.extend_from_slice(&whole.to_le_bytes());
    }
    out.extend_from_slice(&lng.least.to_le_bytes());
    out.extend_from_slice(&lat.least.to_le_bytes());
    out.extend_from_slice(&[lng.width, lat.width, 0, 0]);
    lng.put(&mut out);
    lat.put(&mut out);
    for point in points {
        out.extend_from_slice(&point.risk.to_le_bytes());
    }
    put_ids(&mut out, points);
    out
}

impl PointFrame {
    pub fn decode(bytes: &[u8]) -> Result<Self, PointFrameError> {
        let mut reader = Reader(bytes);
        if reader.take(4)? != MAGIC {
            return Err(PointFrameError("wrong first bytes"));
        }
        let generation = u64::from_le_bytes(reader.array()?);
        let mut whole = || reader.array().map(u32::from_le_bytes);
        let counts = Counts { generation, total: whole()?, unlocated: whole()? };
        let count =
            usize::try_from(whole()?).ok().ok_or(PointFrameError("more points than memory"))?;
        let least = (i32::from_le_bytes(reader.array()?), i32::from_le_bytes(reader.array()?));
        let [lng_width, lat_width, _, _] = reader.array()?;
        let lng = reader.column(least.0, lng_width, count)?;
        let lat = reader.column(least.1, lat_width, count)?;
        let risk = reader.column(0, 2, count)?;
        let risk = risk.into_iter().map(|hundredths| u16::try_from(hundredths).unwrap_or(0));
        let starts = starts(reader.0, count)?;
        Ok(Self { counts, lng, lat, risk: risk.collect(), ids: reader.0.to_vec(), starts })
    }

    pub fn len(&self) -> usize {
        self.lng.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lng.is_empty()
    }

    /// Longitude and latitude of a point in degrees.
    pub fn position(&self, at: usize) -> Option<(f64, f64)> {
        let degrees = |column: &[i32]| column.get(at).map(|micro| f64::from(*micro) / MICRO);
        degrees(&self.lng).zip(degrees(&self.lat))
    }

    /// The id of a point.
    pub fn id(&self, at: usize) -> Option<String> {
        if at >= self.len() {
            return None;
        }
        let start = *self.starts.get(at / STRIDE)?;
        let mut rest = self.ids.get(usize::try_from(start).ok()?..)?;
        let mut id = Vec::new();
        for _ in 0..=at % STRIDE {
            let (shared, own, after) = entry(rest)?;
            id.truncate(shared);
            id.extend_from_slice(own);
            rest = after;
        }
        String::from_utf8(id).ok()
    }
}

fn micro(degrees: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "degrees are at most 360, and `as` saturates"
    )]
    let micro = (degrees * MICRO).round() as i32;
    micro
}

/// Whole numbers above their least one, in as few bytes as the largest needs.
struct Column<'a> {
    values: &'a [i32],
    least: i32,
    width: u8,
}

impl<'a> Column<'a> {
    fn of(values: &'a [i32]) -> Self {
        let least = values.iter().copied().min().unwrap_or(0);
        let most = values.iter().copied().max().unwrap_or(0);
        let width = match most.wrapping_sub(least).cast_unsigned() {
            0..0x100 => 1,
            0x100..0x1_0000 => 2,
            0x1_0000..0x100_0000 => 3,
            _ => 4,
        };
        Self { values, least, width }
    }

    fn put(&self, out: &mut Vec<u8>) {
        for value in self.values {
            let above = value.wrapping_sub(self.least).to_le_bytes();
            out.extend(above.into_iter().take(usize::from(self.width)));
        }
    }
}

fn put_ids(out: &mut Vec<u8>, points: &[Point]) {
    let mut before: &[u8] = &[];
    for (at, point) in points.iter().enumerate() {
        let id = point.id.as_bytes();
        if at.is_multiple_of(STRIDE) {
            before = &[];
        }
        let equal = before.iter().zip(id).take_while(|(left, right)| left == right).count();
        let shared = u8::try_from(equal).unwrap_or(u8::MAX);
        let own = id.iter().skip(usize::from(shared)).take(usize::from(u8::MAX));
        out.extend([shared, u8::try_from(own.len()).unwrap_or(u8::MAX)]);
        out.extend(own);
        before = id;
    }
}

/// Length shared, own bytes, and what comes after.
fn entry(bytes: &[u8]) -> Option<(usize, &[u8], &[u8])> {
    let ([shared, own], rest) = bytes.split_first_chunk::<2>()?;
    let (own, after) = rest.split_at_checked(usize::from(*own))?;
    Some((usize::from(*shared), own, after))
}

/// Where every [`STRIDE`]th id begins; all ids are there and nothing follows them.
fn starts(ids: &[u8], count: usize) -> Result<Vec<u32>, PointFrameError> {
    let mut starts = Vec::with_capacity(count / STRIDE + 1);
    let (mut rest, mut length) = (ids, 0);
    for at in 0..count {
        let (shared, own, after) = entry(rest).ok_or(PointFrameError("ids cut short"))?;
        if at.is_multiple_of(STRIDE) {
            length = 0;
            let start = u32::try_from(ids.len() - rest.len());
            starts.push(start.ok().ok_or(PointFrameError("ids too long"))?);
        }
        if shared > length {
            return Err(PointFrameError("an id shares more than there is"));
        }
        length = shared + own.len();
        rest = after;
    }
    if rest.is_empty() { Ok(starts) } else { Err(PointFrameError("something after the ids")) }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], PointFrameError> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(PointFrameError("cut short"))?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], PointFrameError> {
        self.take(N)?.try_into().ok().ok_or(PointFrameError("cut short"))
    }

    fn column(&mut self, least: i32, width: u8, count: usize) -> Result<Vec<i32>, PointFrameError> {
        let bytes = count.checked_mul(usize::from(width)).ok_or(PointFrameError("cut short"))?;
        let bytes = self.take(bytes)?;
        let above = |value: u32| least.wrapping_add(value.cast_signed());
        Ok(match width {
            1 => bytes.iter().map(|it| above(u32::from(*it))).collect(),
            2 => {
                let values = bytes.as_chunks::<2>().0.iter();
                values.map(|it| above(u32::from(u16::from_le_bytes(*it)))).collect()
            }
            3 => {
                let values = bytes.as_chunks::<3>().0.iter();
                values.map(|[a, b, c]| above(u32::from_le_bytes([*a, *b, *c, 0]))).collect()
            }
            4 => {
                let values = bytes.as_chunks::<4>().0.iter();
                values.map(|it| above(u32::from_le_bytes(*it))).collect()
            }
            _ => return Err(PointFrameError("a column of no width")),
        })
    }
}

#[cfg(test)]
mod tests;
