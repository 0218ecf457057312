//! Series → a drawing as SVG text, in the colours of the theme.
//!
//! plotters draws in numbered inks; each ink becomes a variable of `theme.css`, so that a drawing follows
//! the theme without being drawn anew.

pub(crate) mod trend;

use plotters::style::RGBColor;

/// A colour by its job.
#[derive(Clone, Copy, Debug)]
enum Ink {
    Line,
    Target,
    Grid,
    Label,
}

impl Ink {
    const ALL: [Self; 4] = [Self::Line, Self::Target, Self::Grid, Self::Label];

    /// The number that stands for the ink until the drawing is done.
    const fn number(self) -> u8 {
        match self {
            Self::Line => 1,
            Self::Target => 2,
            Self::Grid => 3,
            Self::Label => 4,
        }
    }

    const fn colour(self) -> RGBColor {
        RGBColor(self.number(), 0, 0)
    }

    const fn variable(self) -> &'static str {
        match self {
            Self::Line => "var(--water)",
            Self::Target => "var(--amber)",
            Self::Grid => "var(--line)",
            Self::Label => "var(--text-2)",
        }
    }
}

/// Numbered inks → variables of the theme.
fn inked(svg: &str) -> String {
    Ink::ALL.iter().fold(svg.to_owned(), |text, ink| {
        text.replace(&format!("\"#{:02X}0000\"", ink.number()), &format!("\"{}\"", ink.variable()))
    })
}
