//! How far an order came: the steps of the funnel, and the same steps as conditions of its records.

use std::str::FromStr;

use super::NoSuchWord;

/// One step of an order's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    Issued,
    Signed,
    Doing,
    Feedback,
    Accepted,
}

impl Stage {
    pub const ALL: [Self; 5] =
        [Self::Issued, Self::Signed, Self::Doing, Self::Feedback, Self::Accepted];
    pub const WORDS: &'static [&'static str] =
        &["ISSUED", "SIGNED", "DOING", "FEEDBACK", "ACCEPTED"];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "ISSUED",
            Self::Signed => "SIGNED",
            Self::Doing => "DOING",
            Self::Feedback => "FEEDBACK",
            Self::Accepted => "ACCEPTED",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Issued => "已派单",
            Self::Signed => "已签收",
            Self::Doing => "办理中",
            Self::Feedback => "已反馈",
            Self::Accepted => "已执行",
        }
    }

    /// Over the columns of orders, as SQL.
    pub(super) fn condition(self) -> &'static str {
        match self {
            Self::Issued => "true",
            Self::Signed => "signed_at IS NOT NULL",
            Self::Doing => "state = 'DOING'",
            Self::Feedback => "feedback_at IS NOT NULL",
            Self::Accepted => "is_executed",
        }
    }
}

impl FromStr for Stage {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        let found = Self::ALL.into_iter().find(|stage| stage.as_str() == text);
        found.ok_or_else(|| NoSuchWord(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_its_word() {
        assert_eq!(Stage::ALL.map(Stage::as_str), Stage::WORDS);
        assert!(Stage::WORDS.iter().all(|word| word.parse::<Stage>().is_ok()));
        assert!("DONE".parse::<Stage>().is_err());
    }
}
