//! `tables=trend,map` of an address ⇄ the panels that show their numbers instead of a drawing.

/// A drawing that has a table behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Panel {
    Cards,
    Map,
    Units,
    Trend,
    Funnel,
    Methods,
}

impl Panel {
    pub(crate) const ALL: [Self; 6] =
        [Self::Cards, Self::Map, Self::Units, Self::Trend, Self::Funnel, Self::Methods];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Cards => "cards",
            Self::Map => "map",
            Self::Units => "units",
            Self::Trend => "trend",
            Self::Funnel => "funnel",
            Self::Methods => "methods",
        }
    }

    /// The panels of a list, in their own order; unknown names are left out.
    pub(crate) fn read(list: &str) -> Vec<Self> {
        let named = |panel: &Self| list.split(',').any(|name| name == panel.as_str());
        Self::ALL.into_iter().filter(named).collect()
    }

    /// `None` for an empty list.
    pub(crate) fn text(list: &[Self]) -> Option<String> {
        let names: Vec<&str> = list.iter().map(|it| it.as_str()).collect();
        (!names.is_empty()).then(|| names.join(","))
    }

    /// The list with this panel turned over.
    pub(crate) fn turned(self, list: &[Self]) -> Vec<Self> {
        let turned = |panel: &Self| list.contains(panel) != (*panel == self);
        Self::ALL.into_iter().filter(turned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_turned_twice_is_as_it_was() {
        let list = Panel::read("trend,cards,clock");
        assert_eq!(list, [Panel::Cards, Panel::Trend]);
        let turned = Panel::Map.turned(&list);
        assert_eq!(Panel::text(&turned).unwrap(), "cards,map,trend");
        assert_eq!(Panel::Map.turned(&turned), list);
        assert_eq!(Panel::text(&[]), None);
    }
}
