//! Layers of the map: what the address asks for ([`shown`]) and frames → what is painted ([`made`]), with the
//! limits between classes ([`limits`]). Here: what a layer is about, its words, ramp and records.

pub(crate) mod limits;
pub(crate) mod made;
pub(crate) mod shown;

pub(crate) use self::{
    made::Made,
    shown::{Breaks, Kind, Shown, Value},
};
use crate::map::Ramp;
use crate::state::Side;
use crate::text::Text;

/// What the map shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    Risk,
    Workload,
    Complaints,
    /// Districts coloured by the current indicator.
    Indicator,
}

impl Layer {
    pub(crate) const ALL: [Self; 4] =
        [Self::Risk, Self::Workload, Self::Complaints, Self::Indicator];

    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Workload => "workload",
            Self::Complaints => "complaints",
            Self::Indicator => "indicator",
        }
    }

    pub(crate) const fn button(self) -> Text {
        match self {
            Self::Risk => Text::Risk,
            Self::Workload => Text::Workload,
            Self::Complaints => Text::Complaints,
            Self::Indicator => Text::Districts,
        }
    }

    /// Title and base of the legend; the indicator's own words stand in for `Indicator`.
    pub(crate) const fn words(self) -> (Text, Text) {
        match self {
            Self::Risk => (Text::RiskTitle, Text::RiskUnit),
            Self::Workload => (Text::WorkloadTitle, Text::WorkloadUnit),
            Self::Complaints => (Text::ComplaintsTitle, Text::ComplaintsUnit),
            Self::Indicator => (Text::Districts, Text::ByOrg),
        }
    }

    pub(crate) const fn ramp(self) -> Ramp {
        match self {
            Self::Risk => Ramp::Risk,
            Self::Workload => Ramp::Workload,
            Self::Indicator => Ramp::Water,
            Self::Complaints => Ramp::Complaints,
        }
    }

    /// The indicator and side whose records lie behind a cell, where one counts exactly the same.
    pub(crate) const fn records(self) -> Option<(&'static str, Side)> {
        match self {
            Self::Risk => Some(("R", Side::Den)),
            Self::Workload => Some(("I51", Side::Num)),
            Self::Complaints => Some(("I35n", Side::Num)),
            Self::Indicator => None,
        }
    }

    /// The indicator whose definition stands behind it; the one that is shown for `Indicator`.
    pub(crate) const fn definition(self) -> Option<&'static str> {
        match self {
            Self::Risk => Some("R"),
            Self::Workload => Some("I51"),
            Self::Complaints => Some("I35n"),
            Self::Indicator => None,
        }
    }

    /// What one unit of a cell's value is worth on the screen: scores travel in thousandths.
    pub(crate) const fn scale(self) -> f64 {
        match self {
            Self::Risk => 1000.0,
            _ => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layer_reads_back_from_its_name() {
        for layer in Layer::ALL {
            assert_eq!(Layer::read(layer.as_str()), Some(layer));
        }
        assert_eq!(Layer::read("noise"), None);
    }
}
