//! The compact form of cells on the wire: a sorted cell list and one value (or two) a cell.
//!
//! H3 cells form a tree of seven children a node, three bits a level: the list travels as that tree, from the
//! coarsest level that tells cells apart down to their own, a byte a node with a bit for each child that is
//! there. A page that already holds the list (named by its hash) is sent values only.
//!
//! Layout: `GLC4`, resolution u8, flags u8 (1 = list present, 2 = denominators present), list hash u64 LE,
//! then LEB128: cell count, and zig-zag LEB128: unlocated, total, both again for denominators; the list
//! (LEB128: levels, roots, each root less the one before; then the nodes, level by level, ascending);
//! numerators; denominators if present. A column of values is its width in bytes (1, or 2 where many need it),
//! the low bytes of all values, then their high bytes; where all bytes are 255, the value less that follows as
//! zig-zag LEB128: most values are small, and bytes of one kind compress best together.

/// Cells of one resolution with a value each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellFrame {
    pub res: u8,
    /// Ascending; empty when the receiver said it knows the list.
    pub cells: Vec<u64>,
    pub list_hash: u64,
    pub num: Vec<i64>,
    /// Empty for plain counts.
    pub den: Vec<i64>,
    pub unlocated: (i64, i64),
    pub total: (i64, i64),
}

/// Bytes that are no cell frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cell frame: {0}")]
pub struct CellFrameError(&'static str);

const MAGIC: &[u8; 4] = b"GLC4";
const HAS_LIST: u8 = 1;
const HAS_DEN: u8 = 2;

/// FNV-1a of an ascending cell list: its name.
pub fn hash_of(cells: &[u64]) -> u64 {
    cells
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, cell| (hash ^ cell).wrapping_mul(0x0100_0000_01b3))
}

impl CellFrame {
    /// The bytes; the list goes along unless the receiver knows it.
    pub fn encode(&self, known: Option<u64>) -> Vec<u8> {
        let with_list = known != Some(self.list_hash);
        let with_den = !self.den.is_empty();
        let mut out = Vec::with_capacity(32 + self.num.len() * 4);
        out.extend_from_slice(MAGIC);
        out.push(self.res);
        out.push(u8::from(with_list) * HAS_LIST + u8::from(with_den) * HAS_DEN);
        out.extend_from_slice(&self.list_hash.to_le_bytes());
        put(&mut out, self.num.len() as u64);
        put_signed(&mut out, &[self.unlocated.0, self.total.0]);
        if with_den {
            put_signed(&mut out, &[self.unlocated.1, self.total.1]);
        }
        if with_list {
            put_list(&mut out, self.res, &self.cells);
        }
        put_column(&mut out, &self.num);
        if with_den {
            put_column(&mut out, &self.den);
        }
        out
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, CellFrameError> {
        let mut reader = Reader(bytes);
        if reader.take(4)? != MAGIC {
            return Err(CellFrameError("wrong first bytes"));
        }
        let (res, flags) = (reader.byte()?, reader.byte()?);
        let hash = reader.take(8)?.try_into().ok().ok_or(CellFrameError("no list hash"))?;
        let count =
            usize::try_from(reader.varint()?).ok().ok_or(CellFrameError("count too large"))?;
        if count > bytes.len() {
            return Err(CellFrameError("more cells than bytes"));
        }
        let (unlocated, total) = (reader.signed()?, reader.signed()?);
        let with_den = flags & HAS_DEN != 0;
        let (unlocated_den, total_den) =
            if with_den { (reader.signed()?, reader.signed()?) } else { (0, 0) };
        let cells = if flags & HAS_LIST != 0 { reader.list(res, count)? } else { Vec::new() };
        let num = reader.column(count)?;
        let den = if with_den { reader.column(count)? } else { Vec::new() };
        Ok(Self {
            res,
            cells,
            list_hash: u64::from_le_bytes(hash),
            num,
            den,
            unlocated: (unlocated, unlocated_den),
            total: (total, total_den),
        })
    }
}

/// Bits of a cell below its resolution's digits: all ones, so they need not travel.
fn unused_bits(res: u8) -> u32 {
    3 * u32::from(15_u8.saturating_sub(res))
}

/// Bits of one level of the tree, and which children of a node they can name.
const LEVEL_BITS: u32 = 3;
const CHILD: u64 = 7;

/// The ascending `cells` of one resolution as a tree; the roots are where all that is above is alike.
fn put_list(out: &mut Vec<u8>, res: u8, cells: &[u64]) {
    let mut level: Vec<u64> = cells.iter().map(|cell| cell >> unused_bits(res)).collect();
    let mut levels = Vec::new();
    while level.len() > 1 && levels.len() < usize::from(res) {
        let mut parents: Vec<u64> = Vec::new();
        let mut children = Vec::new();
        for node in level {
            let (parent, child) = (node >> LEVEL_BITS, 1 << (node & CHILD));
            match (parents.last(), children.last_mut()) {
                (Some(last), Some(there)) if *last == parent => *there |= child,
                _ => {
                    parents.push(parent);
                    children.push(child);
                }
            }
        }
        level = parents;
        levels.push(children);
    }
    put(out, levels.len() as u64);
    put(out, level.len() as u64);
    let mut before = 0;
    for root in level {
        put(out, root.wrapping_sub(before));
        before = root;
    }
    for children in levels.iter().rev() {
        out.extend_from_slice(children);
    }
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push((value & 0x7f) as u8);
}

fn put_signed(out: &mut Vec<u8>, values: &[i64]) {
    for value in values {
        put(out, ((value << 1) ^ (value >> 63)).cast_unsigned());
    }
}

/// Of so many values one may be too large for a byte before all take two.
const RARE: usize = 16;

fn put_column(out: &mut Vec<u8>, values: &[i64]) {
    let beyond = |limit: i64| values.iter().filter(move |it| !(0..limit).contains(*it));
    let is_wide = beyond(u8::MAX.into()).count() * RARE > values.len();
    let limit = if is_wide { u16::MAX.into() } else { u8::MAX.into() };
    let small = |value: &i64| if (0..limit).contains(value) { *value } else { limit };
    out.push(if is_wide { 2 } else { 1 });
    out.extend(values.iter().map(|it| small(it).to_le_bytes()[0]));
    if is_wide {
        out.extend(values.iter().map(|it| small(it).to_le_bytes()[1]));
    }
    for value in beyond(limit) {
        put_signed(out, &[value.wrapping_sub(limit)]);
    }
}

/// The children that are there, of ascending nodes in ascending order.
fn below(nodes: &[u64], children: &[u8]) -> Vec<u64> {
    let total: u32 = children.iter().map(|there| there.count_ones()).sum();
    let mut below = Vec::with_capacity(total as usize);
    for (node, there) in nodes.iter().zip(children) {
        let mut left = *there;
        while left != 0 {
            below.push(node << LEVEL_BITS | u64::from(left.trailing_zeros()));
            left &= left - 1;
        }
    }
    below
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], CellFrameError> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(CellFrameError("cut short"))?;
        self.0 = rest;
        Ok(head)
    }

    fn byte(&mut self) -> Result<u8, CellFrameError> {
        let (first, rest) = self.0.split_first().ok_or(CellFrameError("cut short"))?;
        self.0 = rest;
        Ok(*first)
    }

    /// Most numbers are small: one byte each, or two.
    #[expect(
        clippy::inline_always,
        reason = "called for every cell, and the page is built for size"
    )]
    #[inline(always)]
    fn varint(&mut self) -> Result<u64, CellFrameError> {
        match *self.0 {
            [byte, ref rest @ ..] if byte < 0x80 => {
                self.0 = rest;
                Ok(byte.into())
            }
            [low, high, ref rest @ ..] if high < 0x80 => {
                self.0 = rest;
                Ok(u64::from(low & 0x7f) | u64::from(high) << 7)
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Result<u64, CellFrameError> {
        let mut value = 0;
        for (&byte, shift) in self.0.iter().zip((0..64).step_by(7)) {
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                self.0 = self.0.get(shift / 7 + 1..).unwrap_or_default();
                return Ok(value);
            }
        }
        Err(CellFrameError(if self.0.len() < 10 { "cut short" } else { "number too long" }))
    }

    fn signed(&mut self) -> Result<i64, CellFrameError> {
        let raw = self.varint()?;
        Ok((raw >> 1).cast_signed() ^ -((raw & 1).cast_signed()))
    }

    fn column(&mut self, count: usize) -> Result<Vec<i64>, CellFrameError> {
        let (mut values, limit): (Vec<i64>, i64) = match self.byte()? {
            1 => (self.take(count)?.iter().map(|it| i64::from(*it)).collect(), u8::MAX.into()),
            2 => {
                let both = self.take(count)?.iter().zip(self.take(count)?);
                let wide = |(low, high): (&u8, &u8)| i64::from(u16::from_le_bytes([*low, *high]));
                (both.map(wide).collect(), u16::MAX.into())
            }
            _ => return Err(CellFrameError("a width that values have not")),
        };
        for value in values.iter_mut().filter(|it| **it == limit) {
            *value = self.signed()?.wrapping_add(limit);
        }
        Ok(values)
    }

    fn list(&mut self, res: u8, count: usize) -> Result<Vec<u64>, CellFrameError> {
        let (levels, roots) = (self.varint()?, self.varint()?);
        if levels > u64::from(res) {
            return Err(CellFrameError("more levels than the resolution has"));
        }
        let mut nodes = Vec::new();
        let mut before = 0_u64;
        for _ in 0..roots {
            before = before.wrapping_add(self.varint()?);
            nodes.push(before);
        }
        for _ in 0..levels {
            let children = self.take(nodes.len())?;
            nodes = below(&nodes, children);
        }
        if nodes.len() != count {
            return Err(CellFrameError("another number of cells than said"));
        }
        let shift = unused_bits(res);
        for node in &mut nodes {
            *node = *node << shift | ((1 << shift) - 1);
        }
        Ok(nodes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frame() -> CellFrame {
        let cells = vec![0x0883_1aa5_001f_ffff, 0x0883_1aa5_003f_ffff, 0x0883_1aa5_601f_ffff];
        CellFrame {
            res: 8,
            list_hash: hash_of(&cells),
            cells,
            num: vec![17, 255, -3],
            den: vec![20, 0, 5],
            unlocated: (3, 4),
            total: (17, 29),
        }
    }

    #[test]
    fn a_frame_comes_back_as_it_was_sent() {
        assert_eq!(CellFrame::decode(&frame().encode(None)).unwrap(), frame());
    }

    #[test]
    fn a_known_list_does_not_travel_again() {
        let sent = frame();
        let values_only = CellFrame::decode(&sent.encode(Some(sent.list_hash))).unwrap();
        assert_eq!((values_only.cells.len(), &values_only.num), (0, &sent.num));
        let other_list = CellFrame::decode(&sent.encode(Some(sent.list_hash ^ 1))).unwrap();
        assert_eq!(other_list.cells, sent.cells);
    }

    proptest! {
        #[test]
        fn any_list_comes_back(
            nodes in prop::collection::btree_set((0_u64..122, 0_u64..7, 0_u64..7, 0_u64..7), 0..60),
            res in 3_u8..=15,
        ) {
            let finest = u64::from(res - 3) * 3;
            let cell = |&(base, a, b, c): &(u64, u64, u64, u64)| {
                let node = ((base << 3 | a) << 3 | b) << (3 + finest) | c;
                node << unused_bits(res) | ((1 << unused_bits(res)) - 1)
            };
            let cells: Vec<u64> = nodes.iter().map(cell).collect();
            let num = vec![1; cells.len()];
            let sent = CellFrame { res, list_hash: hash_of(&cells), cells, num, ..CellFrame::default() };
            prop_assert_eq!(CellFrame::decode(&sent.encode(None)).unwrap(), sent);
        }

        #[test]
        fn any_values_come_back(num in prop::collection::vec(prop_oneof![any::<i64>(), -3_i64..600, 65_000_i64..66_000], 0..50)) {
            let sent = CellFrame { num, ..CellFrame::default() };
            prop_assert_eq!(CellFrame::decode(&sent.encode(Some(0))).unwrap(), sent);
        }

        #[test]
        fn broken_bytes_are_refused_without_a_crash(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..60) {
            let mut with_magic = b"GLC4".to_vec();
            with_magic.extend(bytes);
            drop(CellFrame::decode(&with_magic));
            let whole = frame().encode(None);
            prop_assert!(CellFrame::decode(whole.get(..cut.min(whole.len() - 1)).unwrap_or_default()).is_err());
        }
    }
}
