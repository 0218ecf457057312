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
pub(crate) fn crumbs(lang: Lang, state: &State, root: &UnitRef, unit: &UnitRef) -> Vec<Crumb> {
    let overview = |code: &str| state.of_unit((code != root.code).then(|| code.to_owned())).url();
    let above =
        unit.path.iter().map(|(code, name)| Crumb { name: name.clone(), url: overview(code) });
    let own = Crumb { name: unit.name.clone(), url: overview(&unit.code) };
    let page = match &state.page {
        Page::Overview => None,
        Page::Records(_) => Some(lang.say(Text::Records).to_owned()),
        Page::Batches => Some(lang.say(Text::Batches).to_owned()),
        Page::Faults { mark: None, .. } => Some(lang.say(Text::RejectList).to_owned()),
        Page::Faults { .. } => Some(lang.say(Text::MarkList).to_owned()),
        Page::Map => Some(lang.say(Text::NavMap).to_owned()),
        Page::Entity(_) => Some(lang.say(Text::EntityFile).to_owned()),
    };
    let page = page.map(|name| Crumb { name, url: state.url() });
    above.chain([own]).chain(page).collect()
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
        let told: Vec<_> = crumbs(Lang::Zh, &state, &root, &unit)
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
}
