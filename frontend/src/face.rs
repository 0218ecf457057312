//! Frames → faces: what a frame looks like as words, lengths and tones. No DOM, so it is tested natively.
//!
//! A component prints a face and adds nothing. Lengths are shares of the space a component has.

pub(crate) mod card;
pub(crate) mod crumb;
pub(crate) mod entity;
pub(crate) mod legend;
pub(crate) mod locator;
pub(crate) mod order;
pub(crate) mod preset;
pub(crate) mod ranking;
pub(crate) mod reconcile;
pub(crate) mod record;
pub(crate) mod selection;
pub(crate) mod sentence;
pub(crate) mod spark;
pub(crate) mod table;
pub(crate) mod tip;
pub(crate) mod when;

/// Better, worse, or not defined; never told by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Better,
    Worse,
    Plain,
}

impl Tone {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Plain => "plain",
        }
    }
}

/// A part of a sentence; what counts stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) counts: bool,
}

impl Piece {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), counts: false }
    }

    pub(crate) fn counts(text: impl Into<String>) -> Self {
        Self { text: text.into(), counts: true }
    }
}

/// A length as CSS writes shares.
pub(crate) fn css_share(share: f64) -> String {
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}
