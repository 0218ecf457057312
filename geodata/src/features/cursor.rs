//! Bytes of JSON → where its parts begin and end, and its numbers.

/// A place in a text.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

/// The text is no JSON from here on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {at} of the text is not what JSON has there")]
pub struct Unreadable {
    /// Bytes before it.
    pub at: usize,
}

/// Numbers of so many digits, and powers of ten up to this one, are exact in a float.
const EXACT_DIGITS: usize = 15;
const POWERS: [f64; EXACT_DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

impl<'a> Cursor<'a> {
    pub(super) const fn of(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is not white.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                found => return found.copied(),
            }
        }
    }

    /// Nothing but white follows.
    pub(super) fn end(&mut self) -> Result<(), Unreadable> {
        if self.peek().is_none() { Ok(()) } else { Err(self.unreadable()) }
    }

    /// Calls `each` with the name of every member of an object, the cursor before its value.
    pub(super) fn members(
        &mut self,
        mut each: impl FnMut(&mut Self, &'a [u8]) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.list((b'{', b'}'), |cursor| {
            let name = cursor.string()?;
            cursor.expect(b':')?;
            each(cursor, name)
        })
    }

    /// Calls `each` at every element of an array.
    pub(super) fn elements(
        &mut self,
        each: impl FnMut(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.list((b'[', b']'), each)
    }

    #[inline]
    fn list(
        &mut self,
        (open, close): (u8, u8),
        mut each: impl FnMut(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.expect(open)?;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            each(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(found) if found == close => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.unreadable()),
            }
        }
    }

    /// Passes over any value; its text.
    pub(super) fn pass(&mut self) -> Result<&'a [u8], Unreadable> {
        self.peek();
        let (from, mut open) = (self.at, 0_usize);
        loop {
            match self.peek().ok_or_else(|| self.unreadable())? {
                b'"' => drop(self.string()?),
                b'[' | b'{' => {
                    open += 1;
                    self.at += 1;
                    continue;
                }
                b']' | b'}' => {
                    open = open.checked_sub(1).ok_or_else(|| self.unreadable())?;
                    self.at += 1;
                }
                b',' | b':' if open > 0 => {
                    self.at += 1;
                    continue;
                }
                _ => self.word()?,
            }
            if open == 0 {
                return Ok(self.since(from));
            }
        }
    }

    /// A number, rounded as a float is.
    #[inline]
    pub(super) fn number(&mut self) -> Result<f64, Unreadable> {
        self.peek();
        let from = self.at;
        let negative = self.text.get(from) == Some(&b'-');
        self.at += usize::from(negative);
        let mut digits = 0_u64;
        let mut count = self.digits(&mut digits);
        let mut decimals = 0;
        if count > 0 && self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            decimals = self.digits(&mut digits);
            count += decimals;
        }
        let goes_on = matches!(self.text.get(self.at), Some(b'e' | b'E' | b'+' | b'-' | b'.'));
        if count == 0 || count > EXACT_DIGITS || goes_on {
            return self.long_number(from);
        }
        let size = digits as f64 / POWERS[decimals];
        Ok(if negative { -size } else { size })
    }

    /// Adds the digits that follow to a number; how many there were.
    #[inline]
    fn digits(&mut self, number: &mut u64) -> usize {
        let from = self.at;
        while let Some(digit) = self.text.get(self.at).map(|it| it.wrapping_sub(b'0')) {
            if digit > 9 {
                break;
            }
            *number = number.wrapping_mul(10).wrapping_add(digit.into());
            self.at += 1;
        }
        self.at - from
    }

    #[cold]
    fn long_number(&mut self, from: usize) -> Result<f64, Unreadable> {
        self.at = from;
        self.word()?;
        let read = str::from_utf8(self.since(from)).ok().and_then(|it| it.parse::<f64>().ok());
        self.at = if read.is_some() { self.at } else { from };
        read.filter(|it| it.is_finite()).ok_or(Unreadable { at: from })
    }

    /// A number, `true`, `false` or `null`, by its letters.
    fn word(&mut self) -> Result<(), Unreadable> {
        let from = self.at;
        while let Some(b'0'..=b'9' | b'a'..=b'z' | b'E' | b'+' | b'-' | b'.') =
            self.text.get(self.at)
        {
            self.at += 1;
        }
        if self.at > from { Ok(()) } else { Err(self.unreadable()) }
    }

    /// What stands between two quotes, as written.
    fn string(&mut self) -> Result<&'a [u8], Unreadable> {
        self.expect(b'"')?;
        let from = self.at;
        loop {
            match self.text.get(self.at).ok_or_else(|| self.unreadable())? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        let written = self.since(from);
        self.at += 1;
        Ok(written)
    }

    fn expect(&mut self, byte: u8) -> Result<(), Unreadable> {
        if self.peek() != Some(byte) {
            return Err(self.unreadable());
        }
        self.at += 1;
        Ok(())
    }

    fn since(&self, from: usize) -> &'a [u8] {
        self.text.get(from..self.at).unwrap_or_default()
    }

    const fn unreadable(&self) -> Unreadable {
        Unreadable { at: self.at }
    }
}
