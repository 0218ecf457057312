//! The compact form of cells on the wire: a sorted cell list and one value (or two) a cell.
//!
//! H3 cells form a tree of seven children a node, three bits a level: the list travels as that [`tree`], from the
//! coarsest level that tells cells apart down to their own. A page names the lists it holds: of one that it holds
//! only the values travel; of one whose parents (or theirs) it holds, the levels below these. A list held is all its
//! coarser lists held as well, since [`CellList::parents`] makes them.
//!
//! Layout: `GLC5`, resolution u8, flags u8 (1 = whole list present, 2 = denominators present, 4 = levels below a
//! held list present, 8 = counted by place), list hash u64 LE, with flag 4 resolution u8 and hash u64 LE of the held list,
//! then LEB128: cell count, and zig-zag LEB128: unlocated, total, both again for denominators; the list or its
//! levels; numerators; denominators if present. A column of values is its width in bytes (1, or 2 where many need
//! it), the low bytes of all values, then their high bytes; where all bytes are 255, the value less that follows as
//! zig-zag LEB128: most values are small, and bytes of one kind compress best together.
//!
//! A frame that stands on a list which is not at hand is refused, never read as another: whoever asked asks again
//! and names nothing.

mod bytes;
mod column;
mod list;
#[cfg(test)]
mod tests;
mod tree;

use bytes::{Reader, put, put_signed};
pub use list::{CellList, ListName, hash_of};

use crate::wire::Attribution;

/// Cells of one resolution with a value each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellFrame {
    /// Whose facts these are: those of who is responsible, or of where the objects are.
    pub at: Attribution,
    pub res: u8,
    /// Ascending.
    pub cells: Vec<u64>,
    pub list_hash: u64,
    pub num: Vec<i64>,
    /// Empty for plain counts.
    pub den: Vec<i64>,
    pub unlocated: (i64, i64),
    pub total: (i64, i64),
}

/// Bytes that are no cell frame, or none that can be read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellFrameError {
    #[error("not a cell frame: {0}")]
    Broken(&'static str),
    #[error("the cells stand on list {hash:016x} of resolution {res}, which is not held", res = .0.res, hash = .0.hash)]
    NotHeld(ListName),
}

const MAGIC: &[u8; 4] = b"GLC5";
const HAS_LIST: u8 = 1;
const HAS_DEN: u8 = 2;
const HAS_LEVELS: u8 = 4;
const BY_PLACE: u8 = 8;

impl CellFrame {
    /// The name of the frame's list.
    pub fn list(&self) -> ListName {
        ListName { res: self.res, hash: self.list_hash }
    }

    /// The bytes for a receiver that holds the list `on`, which must be the frame's own or made of its parents; for
    /// one that holds none of these, with the whole list.
    pub fn encode(&self, on: Option<ListName>) -> Vec<u8> {
        let on = on.filter(|on| on.res < self.res || *on == self.list());
        let levels = on.map(|on| usize::from(self.res - on.res));
        let list = match levels {
            None => HAS_LIST,
            Some(0) => 0,
            Some(_) => HAS_LEVELS,
        };
        let with_den = !self.den.is_empty();
        let mut out = Vec::with_capacity(32 + self.num.len() * 4);
        out.extend_from_slice(MAGIC);
        out.push(self.res);
        let by_place = self.at == Attribution::Location;
        out.push(list + u8::from(with_den) * HAS_DEN + u8::from(by_place) * BY_PLACE);
        out.extend_from_slice(&self.list_hash.to_le_bytes());
        if let Some(on) = on.filter(|_| list == HAS_LEVELS) {
            out.push(on.res);
            out.extend_from_slice(&on.hash.to_le_bytes());
        }
        put(&mut out, self.num.len() as u64);
        put_signed(&mut out, &[self.unlocated.0, self.total.0]);
        if with_den {
            put_signed(&mut out, &[self.unlocated.1, self.total.1]);
        }
        match levels {
            None => tree::put_whole(&mut out, self.res, &self.cells),
            Some(levels) => tree::put_levels(&mut out, self.res, &self.cells, levels),
        }
        column::put(&mut out, &self.num);
        if with_den {
            column::put(&mut out, &self.den);
        }
        out
    }

    /// Reads a frame that stands on nothing or on one of the lists `held`.
    pub fn decode(bytes: &[u8], held: &[CellList]) -> Result<Self, CellFrameError> {
        let mut reader = Reader(bytes);
        if reader.take(4)? != MAGIC {
            return Err(CellFrameError::Broken("wrong first bytes"));
        }
        let (res, flags) = (reader.byte()?, reader.byte()?);
        let own = ListName { res, hash: reader.hash()? };
        let on = match flags & (HAS_LIST | HAS_LEVELS) {
            0 => Some(own),
            HAS_LIST => None,
            HAS_LEVELS => Some(ListName { res: reader.byte()?, hash: reader.hash()? }),
            _ => return Err(CellFrameError::Broken("a whole list and levels below another")),
        };
        let count = usize::try_from(reader.varint()?).ok();
        let count = count.filter(|it| *it <= bytes.len());
        let count = count.ok_or(CellFrameError::Broken("more cells than bytes"))?;
        let by_place = flags & BY_PLACE != 0;
        let (unlocated, total) = (reader.signed()?, reader.signed()?);
        let with_den = flags & HAS_DEN != 0;
        let (unlocated_den, total_den) =
            if with_den { (reader.signed()?, reader.signed()?) } else { (0, 0) };
        let cells = match on {
            None => tree::whole(&mut reader, res)?,
            Some(on) => {
                let below = held.iter().find(|it| it.name == on);
                let below = below.ok_or(CellFrameError::NotHeld(on))?;
                tree::below_list(&mut reader, res, below)?
            }
        };
        if cells.len() != count {
            return Err(CellFrameError::Broken("another number of cells than said"));
        }
        let num = column::read(&mut reader, count)?;
        let den = if with_den { column::read(&mut reader, count)? } else { Vec::new() };
        Ok(Self {
            at: if by_place { Attribution::Location } else { Attribution::Org },
            res,
            cells,
            list_hash: own.hash,
            num,
            den,
            unlocated: (unlocated, unlocated_den),
            total: (total, total_den),
        })
    }
}
