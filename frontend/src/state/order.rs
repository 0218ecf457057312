//! `order=-value` of an address ⇄ the column that sorts the comparison of units.

/// A column and its direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) by: Column,
    pub(crate) descending: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Column {
    #[default]
    Rank,
    Name,
    Value,
    Num,
    Den,
    Change,
}

impl Column {
    pub(crate) const ALL: [Self; 6] =
        [Self::Rank, Self::Name, Self::Value, Self::Num, Self::Den, Self::Change];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Name => "name",
            Self::Value => "value",
            Self::Num => "num",
            Self::Den => "den",
            Self::Change => "change",
        }
    }

    /// What one wants to see first: names and ranks from the beginning, amounts from the largest.
    const fn first_descending(self) -> bool {
        !matches!(self, Self::Rank | Self::Name)
    }
}

impl Order {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let by = Column::ALL.into_iter().find(|it| it.as_str() == name)?;
        Some(Self { by, descending })
    }

    /// `None` for the order without saying.
    pub(crate) fn text(self) -> Option<String> {
        let sign = if self.descending { "-" } else { "" };
        (self != Self::default()).then(|| format!("{sign}{}", self.by.as_str()))
    }

    /// What a click on a column's head leads to: the same column turns round.
    #[must_use]
    pub(crate) fn clicked(self, column: Column) -> Self {
        let descending =
            if self.by == column { !self.descending } else { column.first_descending() };
        Self { by: column, descending }
    }

    /// As `aria-sort` says it.
    pub(crate) fn aria(self, column: Column) -> &'static str {
        match (self.by == column, self.descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_reads_as_it_is_written_and_the_default_says_nothing() {
        for by in Column::ALL {
            for descending in [false, true] {
                let order = Order { by, descending };
                let read = order.text().map_or(Some(Order::default()), |it| Order::read(&it));
                assert_eq!(read, Some(order));
            }
        }
        assert_eq!(Order::default().text(), None);
        assert_eq!(Order::read("size"), None);
    }

    #[test]
    fn a_second_click_turns_the_column_round() {
        let once = Order::default().clicked(Column::Value);
        assert_eq!((once.aria(Column::Value), once.aria(Column::Rank)), ("descending", "none"));
        assert_eq!(once.clicked(Column::Value).aria(Column::Value), "ascending");
        assert_eq!(once.clicked(Column::Name).aria(Column::Name), "ascending");
    }
}
