//! What was chosen and what the picture is of: they differ while answers travel, and for long where the server is gone.
//!
//! Controls say what the picture *is*; what was chosen and is not here stands beside the freshness line.

use domain::wire::Attribution;

/// What the numbers on the screen depend on beside their unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    /// As the API writes periods.
    pub(crate) period: String,
    pub(crate) at: Attribution,
}

impl Choice {
    /// What the picture is of: the choice once all is here, until then what it was of before.
    pub(crate) fn pictured(self, before: Option<&Self>, is_late: bool) -> Self {
        before.filter(|_| is_late).cloned().unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_all_answers_are_here_the_picture_is_of_what_was_chosen_before() {
        let choice = |period: &str| Choice { period: period.to_owned(), ..Choice::default() };
        let (year, month) = (choice("2026"), choice("2026-10"));
        assert_eq!(month.clone().pictured(Some(&year), true), year);
        assert_eq!(month.clone().pictured(Some(&year), false), month);
        assert_eq!(month.clone().pictured(None, true), month, "nothing was shown before");
    }
}
