//! The layers of the map as the address writes them, `risk,heat:complaints.2000@0.6,fill:I02`: the uppermost first.
//!
//! An entry is `kind:name` with options after dots and opacity after `@`. Names are judged by the server, which
//! lists what exists; everything else that cannot be read is left out. Class breaks are a parameter of their own,
//! one place a layer: `breaks=quantile:5;;0.4,0.5`.

use std::fmt::Write as _;

use domain::classes::Method;
use domain::ratio::Decimal;

use super::Layer;
use crate::arrange::arrange;
use crate::percent;

/// One layer that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) kind: Kind,
    /// `risk`, `workload`, `complaints`, an indicator, or nothing for the current indicator.
    pub(crate) name: String,
    /// The layer's own way when absent.
    pub(crate) value: Option<Value>,
    /// Of a surface, metres.
    pub(crate) bandwidth_m: u16,
    /// Per cent.
    pub(crate) opacity: u8,
    pub(crate) hidden: bool,
    pub(crate) breaks: Breaks,
}

/// How a layer is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Hexagons with a value each.
    Hexes,
    /// A smooth surface, per square kilometre.
    Heat,
    /// Hexagons whose surroundings are no chance (Getis-Ord Gi*).
    Hot,
    /// Districts.
    Fill,
    /// Entities.
    Points,
}

/// What colours are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// The numerator alone.
    Count,
    Rate,
    /// The rate after empirical-Bayes shrinkage: 收缩估计.
    Shrunk,
}

/// How class breaks are found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// Those of the indicator, or of the layer's whole deployment.
    #[default]
    Fixed,
    By(Method, u8),
    /// The targets of the indicator.
    Target,
    /// In the unit of the value: 0.6 of a share.
    Given(Vec<Decimal>),
}

/// Bandwidths to choose from, metres.
pub(crate) const BANDWIDTHS_M: [u16; 5] = [500, 1_000, 1_500, 2_000, 4_000];
const DEFAULT_BANDWIDTH_M: u16 = 1_500;
/// Layers on one map.
pub(crate) const MOST_LAYERS: usize = 6;
/// The faintest layer that is not hidden, per cent.
pub(crate) const FAINTEST: u8 = 5;
/// Limits between at most seven classes.
const MOST_LIMITS: usize = 6;
const DEFAULT_CLASSES: u8 = 5;

impl Shown {
    pub(crate) fn new(kind: Kind, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            value: None,
            bandwidth_m: DEFAULT_BANDWIDTH_M,
            opacity: 100,
            hidden: false,
            breaks: Breaks::Fixed,
        }
    }

    /// Reads one entry; anything is a layer, since the server says which exist.
    pub(crate) fn read(entry: &str) -> Self {
        let (entry, opacity) = entry.split_once('@').unwrap_or((entry, ""));
        let mut parts = entry.split('.');
        let head = parts.next().unwrap_or_default();
        let (kind, name) = match head.split_once(':') {
            None if head == "points" => (Kind::Points, ""),
            None if head == Layer::Indicator.as_str() => (Kind::Fill, ""),
            None => (Kind::Hexes, head),
            Some((kind, name)) => (Kind::read(kind), name),
        };
        // A name with a separator could not be written again.
        let name = name.replace([':', ',', ';'], "");
        let mut shown = Self::new(kind, if kind == Kind::Points { "" } else { &name });
        if let Ok(share) = opacity.parse::<f64>() {
            shown.opacity = per_cent(share);
        }
        parts.for_each(|option| shown.take(option));
        shown
    }

    fn take(&mut self, option: &str) {
        let bandwidth = option.parse().ok().filter(|it| BANDWIDTHS_M.contains(it));
        match (option, bandwidth) {
            ("off", _) => self.hidden = true,
            (_, Some(bandwidth)) if self.kind == Kind::Heat => self.bandwidth_m = bandwidth,
            _ if self.has_value() => self.value = Value::read(option).or(self.value),
            _ => {}
        }
    }

    /// As it is written in the address.
    pub(crate) fn write(&self) -> String {
        let mut entry = self.key();
        let mut option = |it: &str| {
            entry.push('.');
            entry.push_str(it);
        };
        if let Some(value) = self.value {
            option(value.as_str());
        }
        if self.bandwidth_m != DEFAULT_BANDWIDTH_M {
            option(&self.bandwidth_m.to_string());
        }
        if self.hidden {
            option("off");
        }
        if self.opacity < 100 {
            // Writing to a string cannot fail.
            write!(entry, "@0.{:02}", self.opacity).ok();
        }
        entry
    }

    /// Kind and name: no map has two layers of the same key.
    pub(crate) fn key(&self) -> String {
        let name = percent::encode(&self.name);
        match self.kind {
            Kind::Points => "points".to_owned(),
            Kind::Hexes if !matches!(&*self.name, "" | "points" | "indicator") => name,
            kind => format!("{}:{name}", kind.as_str()),
        }
    }

    /// What it is about.
    pub(crate) fn layer(&self) -> Layer {
        Layer::read(&self.name).unwrap_or(Layer::Indicator)
    }

    /// Whether numerators and rates can be chosen from.
    pub(crate) const fn has_value(&self) -> bool {
        matches!(self.kind, Kind::Hexes | Kind::Hot | Kind::Fill)
    }

    /// Whether its classes have limits to choose.
    pub(crate) const fn has_breaks(&self) -> bool {
        matches!(self.kind, Kind::Hexes | Kind::Heat | Kind::Fill)
    }

    /// The same layer but for what needs no other colours.
    #[must_use]
    pub(crate) fn bare(&self) -> Self {
        Self { opacity: 100, hidden: false, ..self.clone() }
    }
}

impl Kind {
    fn read(text: &str) -> Self {
        match text {
            "heat" => Self::Heat,
            "hot" => Self::Hot,
            "fill" => Self::Fill,
            _ => Self::Hexes,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Hexes => "hex",
            Self::Heat => "heat",
            Self::Hot => "hot",
            Self::Fill => "fill",
            Self::Points => "points",
        }
    }
}

impl Value {
    pub(crate) const ALL: [Self; 3] = [Self::Count, Self::Rate, Self::Shrunk];

    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Rate => "rate",
            Self::Shrunk => "shrunk",
        }
    }
}

impl Breaks {
    /// `quantile:5`, `target`, `0.4,0.5,0.6`; anything else is fixed.
    pub(crate) fn read(text: &str) -> Self {
        if text == "target" {
            return Self::Target;
        }
        let (name, classes) = text.split_once(':').unwrap_or((text, ""));
        if let Some(method) = METHODS.into_iter().find(|it| it.1 == name) {
            return Self::By(method.0, classes.parse().unwrap_or(DEFAULT_CLASSES).clamp(2, 7));
        }
        let mut given: Vec<Decimal> = text.split(',').filter_map(|it| it.parse().ok()).collect();
        arrange(&mut given, |a, b| a.as_f64().total_cmp(&b.as_f64()));
        given.dedup_by(|a, b| a.as_f64() <= b.as_f64());
        given.truncate(MOST_LIMITS);
        if given.is_empty() { Self::Fixed } else { Self::Given(given) }
    }

    pub(crate) fn write(&self) -> String {
        match self {
            Self::Fixed => String::new(),
            Self::By(method, classes) => format!("{}:{classes}", method_name(*method)),
            Self::Target => "target".to_owned(),
            Self::Given(limits) => {
                limits.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
            }
        }
    }
}

const METHODS: [(Method, &str); 3] =
    [(Method::Quantile, "quantile"), (Method::Equal, "equal"), (Method::Jenks, "jenks")];

fn method_name(method: Method) -> &'static str {
    METHODS.iter().find(|it| it.0 == method).map_or("", |it| it.1)
}

/// The list of the address; each layer once, entities above everything.
pub(crate) fn read_layers(text: &str) -> Vec<Shown> {
    let mut layers: Vec<Shown> = Vec::new();
    for entry in text.split(',').filter(|it| !it.is_empty()) {
        let shown = Shown::read(entry);
        if layers.len() < MOST_LAYERS && !layers.iter().any(|it| it.key() == shown.key()) {
            layers.push(shown);
        }
    }
    entities_first(&mut layers);
    layers
}

/// Entities stand above everything else.
pub(crate) fn entities_first(layers: &mut [Shown]) {
    let lies_below = |it: &Shown| it.kind != Kind::Points;
    arrange(layers, |a, b| lies_below(a).cmp(&lies_below(b)));
}

pub(crate) fn write_layers(layers: &[Shown]) -> String {
    layers.iter().map(Shown::write).collect::<Vec<_>>().join(",")
}

/// One entry a layer, in the same order.
pub(crate) fn read_breaks(text: &str) -> Vec<Breaks> {
    trimmed(text.split(';').take(MOST_LAYERS).map(Breaks::read).collect())
}

pub(crate) fn write_breaks(breaks: &[Breaks]) -> String {
    breaks.iter().map(Breaks::write).collect::<Vec<_>>().join(";")
}

/// Without the fixed ones at the end.
pub(crate) fn trimmed(mut breaks: Vec<Breaks>) -> Vec<Breaks> {
    while breaks.last() == Some(&Breaks::Fixed) {
        breaks.pop();
    }
    breaks
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn per_cent(share: f64) -> u8 {
    (share * 100.0).round().clamp(f64::from(FAINTEST), 100.0) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_list_of_layers_reads_as_it_is_written() {
        let text =
            "points,risk,heat:complaints.2000@0.60,hot:workload.rate.off,fill:I02.shrunk@0.35";
        let layers = read_layers(text);
        assert_eq!(layers.len(), 5);
        assert_eq!(
            (layers[2].kind, layers[2].bandwidth_m, layers[2].opacity),
            (Kind::Heat, 2_000, 60)
        );
        assert!(layers[3].hidden && layers[4].value == Some(Value::Shrunk));
        assert_eq!(write_layers(&layers), text);
    }

    #[test]
    fn one_decimal_of_opacity_is_enough_and_a_layer_is_there_once_below_the_entities() {
        let layers = read_layers("risk@0.6,risk,points,indicator");
        assert_eq!(write_layers(&layers), "points,risk@0.60,fill:");
        assert_eq!(layers[2].layer(), Layer::Indicator);
    }

    #[test]
    fn breaks_are_a_method_a_target_or_numbers_in_order() {
        assert_eq!(Breaks::read("quantile:5"), Breaks::By(Method::Quantile, 5));
        assert_eq!(Breaks::read("jenks:99"), Breaks::By(Method::Jenks, 7));
        assert_eq!(Breaks::read("target"), Breaks::Target);
        assert_eq!(Breaks::read("0.6,0.4,x,0.40").write(), "0.4,0.6");
        assert_eq!(Breaks::read("soon"), Breaks::Fixed);
        assert_eq!(write_breaks(&read_breaks(";equal:4;;")), ";equal:4");
    }

    proptest! {
        #[test]
        fn any_list_settles_when_it_is_written_and_read_again(text in "\\PC{0,60}") {
            let layers = read_layers(&text);
            prop_assert_eq!(&read_layers(&percent::decode(&write_layers(&layers))), &layers);
            let breaks = read_breaks(&text);
            prop_assert_eq!(&read_breaks(&write_breaks(&breaks)), &breaks);
        }
    }
}
