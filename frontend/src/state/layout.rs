//! Path of an address ⇄ which layout of the same frames it shows, and the colours it starts with.

/// How the frames are laid out; fixed while the page lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Layout {
    /// The map is the room, panels are furniture.
    #[default]
    Room,
    /// The same with nobody at the keyboard: nothing to press, layers take turns.
    Wall,
    /// Cards, map, tables: where a day begins.
    Desk,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// The wall's.
    #[default]
    Dark,
    /// The desk's.
    Light,
}

impl Layout {
    /// Reads the first part of a path; the rest of it follows.
    pub(crate) fn of_path(path: &str) -> (Self, &str) {
        let rest_after = |layout: Self| {
            let rest = path.strip_prefix(layout.path())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((layout, rest))
        };
        [Self::Wall, Self::Desk].into_iter().find_map(rest_after).unwrap_or((Self::Room, path))
    }

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Room => "",
            Self::Wall => "/wall",
            Self::Desk => "/desk",
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Wall => "wall",
            Self::Desk => "desk",
        }
    }

    pub(crate) const fn theme(self) -> Theme {
        match self {
            Self::Room | Self::Wall => Theme::Dark,
            Self::Desk => Theme::Light,
        }
    }

    /// The map layer of an address that names none.
    pub(crate) const fn layer(self) -> &'static str {
        match self {
            Self::Room | Self::Wall => "risk",
            Self::Desk => "indicator",
        }
    }
}

impl Theme {
    pub(crate) fn read(text: &str) -> Option<Self> {
        [Self::Dark, Self::Light].into_iter().find(|it| it.as_str() == text)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    #[must_use]
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_its_layout_only_by_a_whole_part() {
        assert_eq!(Layout::of_path("/desk/entity/E1"), (Layout::Desk, "/entity/E1"));
        assert_eq!(Layout::of_path("/wall"), (Layout::Wall, ""));
        assert_eq!(Layout::of_path("/deskful"), (Layout::Room, "/deskful"));
    }
}
