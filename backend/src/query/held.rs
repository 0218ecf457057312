//! `held`: the facts that wait for the one they refer to (E401, E402). They count nowhere until it comes.
//!
//! A problem waits for its inspection and is seen by who is responsible for its entity; the others wait for their
//! entity and are seen by their own org.

use domain::fault::Code;
use domain::feed::Feed;
use domain::time::Stamp;
use duckdb::{Connection, Row};

use super::select::Selection;
use super::{QueryError, Scope};
use crate::store::text::WAITS;
use crate::store::{Generation, facts_of};

/// Facts that wait, a page at a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HeldQuestion {
    pub page: u32,
    pub page_size: u32,
}

/// A page of them.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Facts in all pages.
    pub total: i64,
    pub facts: Vec<WaitingFact>,
}

/// A fact, what it waits for, and the row that brought it.
#[derive(Clone, Debug)]
pub struct WaitingFact {
    pub feed: Feed,
    pub id: String,
    pub at: Option<Stamp>,
    pub org_no: i32,
    /// The entity it is about, where that has come.
    pub entity: Option<String>,
    pub code: Code,
    pub awaits: Feed,
    pub awaited: String,
    pub batch_seq: i64,
    pub row_no: i64,
}

/// What each feed waits for, and when its facts happened.
const WAITING: [(Feed, Feed, Code, &str); 3] = [
    (
        Feed::Inspection,
        Feed::Entity,
        Code::E401EntityMissing,
        "coalesce(facts.finish_at, facts.start_at)",
    ),
    (Feed::Problem, Feed::Inspection, Code::E402InspMissing, "facts.found_at"),
    (Feed::Order, Feed::Entity, Code::E401EntityMissing, "facts.issued_at"),
];

impl HeldQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<Waiting, QueryError> {
        let each = (0..).zip(WAITING).map(|(nth, it)| facts(nth, it));
        let all = each.collect::<Vec<_>>().join(" UNION ALL ");
        let visible = scope.root().map(|root| generation.directory.org_subtree(root));
        let condition = Selection { orgs: visible, ..Selection::default() }.condition();
        let skip = u64::from(self.page.saturating_sub(1)) * u64::from(self.page_size);
        let page = format!(
            "SELECT * FROM ({all}) WHERE {condition} ORDER BY happened DESC NULLS LAST, nth, id LIMIT {} OFFSET {skip}",
            self.page_size
        );
        let count = format!("SELECT count(*) FROM ({all}) WHERE {condition}");
        let read = |db: &Connection| -> Result<Waiting, duckdb::Error> {
            let total = db.query_row(&count, [], |row| row.get(0))?;
            let mut statement = db.prepare(&page)?;
            let facts = statement.query_map([], fact)?;
            Ok(Waiting { total, facts: facts.collect::<Result<_, _>>()? })
        };
        generation.with_facts(read)?.map_err(QueryError::Sql)
    }
}

/// Those of one feed, with common columns.
fn facts(nth: i32, (feed, awaits, _, at): (Feed, Feed, Code, &str)) -> String {
    let org = if feed == Feed::Problem { "coalesce(entity.org_no, -1)" } else { "facts.org_no" };
    format!(
        "SELECT {nth} AS nth, facts.{id} AS id, {at} AS happened, {org} AS org_no, entity.entity_id AS entity, \
         facts.{awaited} AS awaited, facts.batch_seq, facts.row_no FROM {table} AS facts \
         LEFT JOIN (SELECT entity_no, entity_id, org_no FROM entity) AS entity \
         ON entity.entity_no = facts.entity_no WHERE {WAITS}",
        id = feed.key(),
        awaited = awaits.key(),
        table = facts_of(feed),
    )
}

fn fact(row: &Row<'_>) -> Result<WaitingFact, duckdb::Error> {
    let nth: usize = row.get(0)?;
    let (feed, awaits, code, _) =
        WAITING.get(nth).copied().ok_or(duckdb::Error::QueryReturnedNoRows)?;
    Ok(WaitingFact {
        feed,
        id: row.get(1)?,
        at: row.get::<_, Option<i64>>(2)?.map(Stamp),
        org_no: row.get(3)?,
        entity: row.get(4)?,
        code,
        awaits,
        awaited: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        batch_seq: row.get(6)?,
        row_no: row.get(7)?,
    })
}
