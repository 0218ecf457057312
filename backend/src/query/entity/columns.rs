//! Fields of an entity and of its facts → the columns they stand in, and what the codes in them are called.

use std::collections::{BTreeMap, BTreeSet};

use domain::feed::{Column, Feed};
use domain::wire::{ColumnWords, TimelineEntry};
use domain::words;
use serde_json::Value;

use crate::store::directory::Directory;

type Fields = BTreeMap<String, Value>;

/// Each column that holds something, once.
pub(super) fn of(
    directory: &Directory,
    entity: &Fields,
    timeline: &[TimelineEntry],
) -> Vec<ColumnWords> {
    let feeds = [Feed::Entity, Feed::Inspection, Feed::Problem, Feed::Order, Feed::Complaint];
    let told = |feed: Feed| {
        let facts = timeline.iter().filter(|it| it.feed == feed.as_str()).map(|it| &it.fields);
        let own = (feed == Feed::Entity).then_some(entity);
        let fields: Vec<&Fields> = own.into_iter().chain(facts).collect();
        let columns = feed.columns().iter();
        columns.filter_map(|it| column(directory, (feed, it), &fields)).collect::<Vec<_>>()
    };
    feeds.into_iter().flat_map(told).collect()
}

fn column(
    directory: &Directory,
    (feed, column): (Feed, &Column),
    fields: &[&Fields],
) -> Option<ColumnWords> {
    let mut values = fields.iter().filter_map(|it| it.get(column.name)).peekable();
    values.peek()?;
    let codes: BTreeSet<&str> = values.filter_map(Value::as_str).collect();
    let named = |code: &str| {
        let (zh, en) = name(directory, (feed, column.name), code)?;
        Some((code.to_owned(), zh, en))
    };
    Some(ColumnWords {
        feed: feed.as_str().to_owned(),
        column: column.name.to_owned(),
        name: column.zh.to_owned(),
        words: codes.into_iter().filter_map(named).collect(),
    })
}

/// What a code of a column is called; orgs and regions with their codes behind.
fn name(
    directory: &Directory,
    (feed, column): (Feed, &str),
    code: &str,
) -> Option<(String, String)> {
    let with_code = |name: &str| (format!("{name}（{code}）"), format!("{name} ({code})"));
    match column {
        "org_code" | "from_org" | "to_org" => Some(with_code(&directory.org(code)?.1.name)),
        "region_code" => Some(with_code(&directory.region(code)?.name)),
        _ => words::of_column(feed, column, code).map(|(zh, en)| (zh.to_owned(), en.to_owned())),
    }
}
