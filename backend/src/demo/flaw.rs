//! A clean line → a line that the ingest must reject, for the reject list of the demo.
//!
//! Flawed lines are *extra* lines with a key of their own (`X…`), so no clean record points at one.

use domain::feed::Feed;

use super::dice::Dice;

/// One clean line in this many is followed by a flawed copy.
pub(super) const PER_FLAW: u64 = 500;

/// What is done to a cell.
#[derive(Clone, Copy, Debug)]
enum Spoil {
    /// The cell holds this instead.
    Set(&'static str),
    /// The cell's last character is followed by another.
    Lengthen,
    /// The check character is another one.
    Check,
    /// The cell and the named one change places.
    Swap(&'static str),
    /// Another cell holds this instead.
    Other(&'static str, &'static str),
}

use Spoil::{Check, Lengthen, Other, Set, Swap};

/// The flaws of a feed: a column that must hold something, and what happens to it.
fn flaws(feed: Feed) -> &'static [(&'static str, Spoil)] {
    match feed {
        Feed::Entity => &[
            ("uscc", Check),
            ("uscc", Lengthen),
            ("uscc", Set("91110105MA00000O0I")),
            ("lon", Swap("lat")),
            ("lon", Set("")),
            ("crs", Set("")),
            ("opened", Set("2021-02-30")),
            ("region_code", Set("119999")),
            ("org_code", Set("119999")),
            ("state", Set("营业中")),
            ("name", Set("　")),
            ("risk_class", Set("高")),
        ],
        Feed::Inspection => &[
            ("onsite_reason", Set("")),
            ("method", Set("")),
            ("finish_at", Swap("start_at")),
            ("start_at", Set("2031-03-01T09:00:00+08:00")),
            ("start_at", Set("45231")),
            ("org_code", Set("110199")),
            ("mode", Set("现场")),
            ("result", Set("合格")),
            ("entity_id", Set("")),
            ("lon", Swap("lat")),
            ("onsite_reason", Other("officer_ids", "Z11010101")),
        ],
        Feed::Problem => &[
            ("severity", Set("4")),
            ("found_at", Set("26-05-01 09:00")),
            ("insp_id", Set("")),
            ("due", Set("2026-04-31")),
            ("state", Set("OVERDUE")),
        ],
        Feed::Order => &[
            ("issued_at", Swap("due_at")),
            ("state", Set("OVERDUE")),
            ("to_org", Set("110199")),
            ("entity_id", Set("")),
            ("issued_at", Set("2026-13-01T08:00:00+08:00")),
        ],
        Feed::Complaint => &[
            ("closed_at", Swap("registered_at")),
            ("channel", Set("微信")),
            ("lon", Swap("lat")),
            ("due_at", Set("")),
            ("satisfied", Set("很满意")),
            ("org_code", Set("119999")),
        ],
        Feed::Region | Feed::Org => &[],
    }
}

/// The line with one flaw and a key of its own; `None` when no flaw fits it.
pub(super) fn spoiled(feed: Feed, columns: &str, line: &str, dice: &mut Dice) -> Option<String> {
    let headers: Vec<&str> = columns.split(',').collect();
    let mut cells: Vec<String> = line.trim_end().split(',').map(str::to_owned).collect();
    let place = |column: &str| headers.iter().position(|header| *header == column);
    let fitting = flaws(feed).iter().filter(|(column, spoil)| {
        let holds = |column: &str| place(column).is_some_and(|at| !cells[at].is_empty());
        holds(column) && if let Swap(other) = spoil { holds(other) } else { true }
    });
    let fitting: Vec<_> = fitting.collect();
    if fitting.is_empty() {
        return None;
    }
    let (column, spoil) = *dice.pick(&fitting);
    let at = place(column)?;
    match *spoil {
        Set(text) => text.clone_into(&mut cells[at]),
        Lengthen => cells[at].push('0'),
        Check => {
            let check = cells[at].pop()?;
            cells[at].push(if check == '7' { '8' } else { '7' });
        }
        Swap(other) => cells.swap(at, place(other)?),
        Other(other, text) => text.clone_into(&mut cells[place(other)?]),
    }
    cells[0].insert(0, 'X');
    Some(cells.join(",") + "\n")
}
