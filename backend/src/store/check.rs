//! Proves a generation against itself: the arrays and bitmaps against a full scan of the facts.

use domain::feed::Feed;
use domain::measure::Count;

use super::Generation;
use super::cube::Cube;
use super::error::{AtStep as _, StoreError};
use super::text::{compile, table_of};

/// One comparison of a number that questions are answered with and the same number by scanning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    pub what: String,
    pub answered: i64,
    pub scanned: i64,
}

impl Compared {
    pub fn is_equal(&self) -> bool {
        self.answered == self.scanned
    }
}

/// Every measure over all time: Sums or bitmaps against SQL compiled from its definition.
pub fn measures(generation: &Generation) -> Result<Vec<Compared>, StoreError> {
    let all = i32::MIN..i32::MAX;
    let orgs = generation.directory.orgs.len() + 1;
    let mut compared = Vec::new();
    for (at, measure) in generation.catalogue.measures.iter().enumerate() {
        let answered = if measure.count == Count::DistinctEntities {
            let slots: Vec<u16> = (0..orgs).filter_map(|slot| u16::try_from(slot).ok()).collect();
            let measure_no = u16::try_from(at).unwrap_or(u16::MAX);
            i64::try_from(generation.bitmaps().count(measure_no, &slots, 0..u16::MAX, None))
                .unwrap_or(i64::MAX)
        } else {
            generation.sum(Cube::Org, at, &all, 0..orgs)
        };
        let sql =
            scan(measure.feed, measure.count, measure.date.column(), &compile(&measure.condition));
        let scanned = generation
            .with_facts(|db| db.query_row(&sql, [], |row| row.get(0)))?
            .at("scan facts")?;
        compared.push(Compared { what: measure.id.clone(), answered, scanned });
    }
    Ok(compared)
}

fn scan(feed: Feed, count: Count, date: &str, condition: &str) -> String {
    let counted = match count {
        Count::Rows => "count(*)",
        Count::VerifiedProblems => "coalesce(sum(verified_problems), 0)",
        Count::DistinctEntities => "count(DISTINCT entity_no)",
        Count::Stock => "count(*) - count(closed_day)",
    };
    format!(
        "SELECT ({counted})::BIGINT FROM {} WHERE NOT held AND update_flag <> '3' AND {date} IS NOT NULL AND {condition}",
        table_of(feed)
    )
}
