//! Numbers of the frame: LEB128, zig-zag where they may be negative.

use super::CellFrameError;

pub(super) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push((value & 0x7f) as u8);
}

pub(super) fn put_signed(out: &mut Vec<u8>, values: &[i64]) {
    for value in values {
        put(out, ((value << 1) ^ (value >> 63)).cast_unsigned());
    }
}

/// What is left to read.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

const CUT_SHORT: CellFrameError = CellFrameError::Broken("cut short");

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], CellFrameError> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(head)
    }

    pub(super) fn byte(&mut self) -> Result<u8, CellFrameError> {
        let (first, rest) = self.0.split_first().ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn hash(&mut self) -> Result<u64, CellFrameError> {
        let (hash, rest) = self.0.split_first_chunk().ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(u64::from_le_bytes(*hash))
    }

    /// Most numbers are small: one byte each, or two.
    #[expect(
        clippy::inline_always,
        reason = "called for every cell, and the page is built for size"
    )]
    #[inline(always)]
    pub(super) fn varint(&mut self) -> Result<u64, CellFrameError> {
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
        let is_short = self.0.len() < 10;
        Err(if is_short { CUT_SHORT } else { CellFrameError::Broken("number too long") })
    }

    pub(super) fn signed(&mut self) -> Result<i64, CellFrameError> {
        let raw = self.varint()?;
        Ok((raw >> 1).cast_signed() ^ -((raw & 1).cast_signed()))
    }
}
