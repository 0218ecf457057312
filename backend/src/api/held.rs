//! `GET /api/v1/held`: the facts that wait for another one (待关联), by page as JSON or all of them as CSV.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use domain::wire::{HeldFact, HeldFacts};
use domain::words;

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION, Held};
use crate::api::csv;
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::records::{FORMAT, PAGE, PAGE_ROWS, PAGE_SIZE, is_table};
use crate::api::route::{Answer, Extra, Param, Route, Verb};
use crate::api::table::{self, LANG, Label, Listing, ROWS, Tongue};
use crate::lake::Lake;
use crate::query::held::WaitingFact;
use crate::query::{HeldQuestion, Scope};
use crate::store::Generation;

const PARAMS: &[Param] = &[PAGE, PAGE_ROWS, FORMAT, LANG, GENERATION];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/held",
    summary: "Accepted facts that wait for an entity or an inspection, what for, and the row that brought them",
    params: PARAMS,
    extras: &[Extra::header("Accept", "text/csv for all facts as a table")],
    answers: &[
        Answer::json("HeldFacts"),
        Answer::other(csv::MEDIA),
        Answer::refusal(400),
        Answer::refusal(410),
    ],
    serve: || get(answer),
};

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Answered {
    let params = Params::read(PARAMS, &uri)?;
    let asking = Asking::new(&desk, &headers, &params)?;
    if is_table(&params, &headers) {
        return file(&desk, asking, Tongue::read(params.text(LANG.name))).await;
    }
    let question = HeldQuestion {
        page: params.value(PAGE.name)?.unwrap_or(1),
        page_size: params.value(PAGE_ROWS.name)?.unwrap_or(PAGE_SIZE),
    };
    let lake = Arc::clone(&desk.lake);
    asking.json(question.clone(), move |it, scope| ask(&question, it, scope, &lake)).await
}

/// Asks for the first page before it promises anything.
async fn file(desk: &Arc<Desk>, asking: Asking<'_>, tongue: Tongue) -> Answered {
    let question = HeldQuestion { page: 1, page_size: ROWS };
    let tag = match asking.held(csv::MEDIA, &(&question, tongue))? {
        Held::Not(tag) => tag,
        Held::Already(answer) => return Ok(answer),
    };
    let label = Label {
        ascii: "guanlan-held.csv".to_owned(),
        full: tongue.pick(("观澜-待关联.csv", "guanlan-held.csv")).to_owned(),
        tag,
    };
    let (generation, scope) = (Arc::clone(asking.generation()), asking.scope().clone());
    let list = Waitlist { lake: Arc::clone(&desk.lake), generation, scope, tongue };
    let (first, list) = desk.blocking(move || Ok((list.page(1)?, list))).await?;
    Ok(table::send(desk, label, list, first))
}

fn ask(
    question: &HeldQuestion,
    generation: &Generation,
    scope: &Scope,
    lake: &Lake,
) -> Result<HeldFacts, Refusal> {
    let found = question.ask(generation, scope)?;
    Ok(HeldFacts {
        stamped: generation.stamped(),
        total: found.total,
        page: question.page,
        page_size: question.page_size,
        rows: found.facts.into_iter().map(|it| told(it, generation, lake)).collect(),
    })
}

/// With the names of its org and of its delivery.
fn told(fact: WaitingFact, generation: &Generation, lake: &Lake) -> HeldFact {
    let org = generation.directory.org_at(fact.org_no);
    let batch = lake.batch_of(fact.batch_seq);
    HeldFact {
        feed: fact.feed.as_str().to_owned(),
        id: fact.id,
        at: fact.at,
        entity: fact.entity,
        org: org.map(|it| it.code.clone()),
        org_name: org.map(|it| it.name.clone()),
        code: fact.code.as_str().to_owned(),
        awaits: fact.awaits.as_str().to_owned(),
        awaited: fact.awaited,
        batch: batch.as_ref().map(|it| it.id.clone()).unwrap_or_default(),
        row: fact.row_no.unsigned_abs(),
        received_at: batch.map(|it| it.received_at).unwrap_or_default(),
    }
}

/// Everything that waits, as a list that becomes a file.
struct Waitlist {
    lake: Arc<Lake>,
    generation: Arc<Generation>,
    scope: Scope,
    tongue: Tongue,
}

/// A column's name in the answer, and its head for people.
const COLUMNS: [(&str, (&str, &str)); 11] = [
    ("feed", ("记录类别", "Record type")),
    ("id", ("记录编号", "Record id")),
    ("at", ("发生时间", "Happened")),
    ("org", ("机构代码", "Org code")),
    ("org_name", ("承办机构", "Responsible org")),
    ("code", ("原因代码", "Code")),
    ("awaits", ("等待的类别", "Waits for")),
    ("awaited", ("等待的编号", "Id waited for")),
    ("batch", ("批次", "Delivery")),
    ("row", ("行", "Row")),
    ("received_at", ("收到时间", "Received")),
];

impl Listing for Waitlist {
    type Row = HeldFact;

    fn titles(&self) -> Vec<&'static str> {
        let title = |(name, words)| match self.tongue {
            Tongue::Codes => name,
            tongue => tongue.pick(words),
        };
        COLUMNS.map(title).to_vec()
    }

    fn cells(&self, row: &HeldFact) -> Vec<String> {
        let feed = |code: &str| {
            let names = words::feed(code).filter(|_| self.tongue != Tongue::Codes);
            names.map_or(code, |it| self.tongue.pick(it)).to_owned()
        };
        vec![
            feed(&row.feed),
            row.id.clone(),
            row.at.map(|it| it.to_string()).unwrap_or_default(),
            row.org.clone().unwrap_or_default(),
            row.org_name.clone().unwrap_or_default(),
            row.code.clone(),
            feed(&row.awaits),
            row.awaited.clone(),
            row.batch.clone(),
            row.row.to_string(),
            row.received_at.to_string(),
        ]
    }

    fn page(&self, number: u32) -> Result<Vec<HeldFact>, Refusal> {
        let question = HeldQuestion { page: number, page_size: ROWS };
        Ok(ask(&question, &self.generation, &self.scope, &self.lake)?.rows)
    }
}
