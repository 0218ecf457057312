//! Where the page is: 市 › 区 › 街道 › 对象 › 记录, each a way back.

use domain::wire::UnitRef;

use crate::state::{Page, State};
use crate::text::{Lang, Text};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crumb {
    pub(crate) name: String,
    pub(crate) url: String,
}

/// From the root to what is shown; the last one is where we are.
///
/// `below` is what a sheet was opened over, or the state itself.
pub(crate) fn crumbs(
    lang: Lang,
    (state, below): (&State, &State),
    root: &UnitRef,
    unit: &UnitRef,
) -> Vec<Crumb> {
    let overview = |code: &str| below.of_unit((code != root.code).then(|| code.to_owned())).url();
    let above =
        unit.path.iter().map(|(code, name)| Crumb { name: name.clone(), url: overview(code) });
    let own = Crumb { name: unit.name.clone(), url: overview(&unit.code) };
    let pages = state.page.above().into_iter().chain([state.page.clone()]);
    let pages = pages.filter_map(|page| {
        let name = lang.say(title(&page)?).to_owned();
        Some(Crumb { name, url: state.on(page).url() })
    });
    above.chain([own]).chain(pages).collect()
}

/// What a page is called; the overview is called as its unit.
fn title(page: &Page) -> Option<Text> {
    Some(match page {
        Page::Overview => return None,
        Page::Records(_) => Text::Records,
        Page::Batches => Text::Batches,
        Page::Faults { mark: None, .. } => Text::RejectList,
        Page::Faults { .. } => Text::MarkList,
        Page::Held(_) => Text::Held,
        Page::Map => Text::NavMap,
        Page::Entity(_) => Text::EntityFile,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crumb_but_the_last_leads_up_and_keeps_period_and_layer() {
        let root =
            UnitRef {
                code: "110000".to_owned(), name: "北京市".to_owned(), ..UnitRef::default()
            };
        let unit = UnitRef {
            code: "110106".to_owned(),
            name: "丰台区".to_owned(),
            path: vec![("110000".to_owned(), "北京市".to_owned())],
            ..UnitRef::default()
        };
        let state = State::read("/", "unit=110106&period=2026-10&layer=workload&view=records");
        let told: Vec<_> = crumbs(Lang::Zh, (&state, &state), &root, &unit)
            .into_iter()
            .map(|it| (it.name, it.url))
            .collect();
        let expected = [
            ("北京市", "/?period=2026-10&layer=workload"),
            ("丰台区", "/?unit=110106&period=2026-10&layer=workload"),
            ("明细", "/?unit=110106&period=2026-10&layer=workload&view=records&side=den"),
        ];
        assert_eq!(told, expected.map(|(name, url)| (name.to_owned(), url.to_owned())));
    }

    #[test]
    fn the_rows_of_a_delivery_lie_below_the_ledger() {
        let root = UnitRef { code: "110000".to_owned(), ..UnitRef::default() };
        let state = State::read("/", "view=batches&batch=b-1&mark=W901_PII");
        let told = crumbs(Lang::Zh, (&state, &state), &root, &root);
        let told: Vec<_> = told.iter().skip(1).map(|it| (&*it.name, &*it.url)).collect();
        let own = "/?view=batches&batch=b-1&mark=W901_PII";
        assert_eq!(told, [("批次台账", "/?view=batches"), ("标记清单", own)]);
        let held = State::read("/", "view=held");
        let told = crumbs(Lang::Zh, (&held, &held), &root, &root);
        assert_eq!(told.last().map(|it| &*it.name), Some("待关联"));
    }
}
