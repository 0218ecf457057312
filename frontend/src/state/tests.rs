use proptest::option;
use proptest::prelude::*;

use super::*;

fn read(url: &str) -> State {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    State::read(path, query)
}

fn any_page() -> impl Strategy<Value = Page> {
    let side = prop_oneof![Just(Side::Num), Just(Side::Den)];
    let rows = (side, 1_u32.., option::of("[0-9a-f]{15}"));
    prop_oneof![
        Just(Page::Overview),
        Just(Page::Batches),
        "\\PC{1,20}".prop_map(Page::Entity),
        rows.prop_map(|(side, number, cell)| Page::Records(Rows { side, number, cell })),
    ]
}

prop_compose! {
    fn any_state()(
        page in any_page(),
        words in prop::array::uniform4(option::of("\\PC{1,20}")),
        layers in "((heat:|hot:|fill:|hex:)?[a-zA-Z0-9\u{4e00}]{0,5}(\\.(off|rate|2000))?(@0\\.[0-9]{1,2})?,?){0,4}",
        breaks in "(quantile:[2-7]|target|0\\.[0-9]{1,3}|;|,){0,5}",
        located in any::<bool>(),
        light in any::<bool>(),
        english in any::<bool>(),
    ) -> State {
        let [unit, period, indicator, layer] = words;
        State {
            page, unit, period, indicator, layer,
            layers: read_layers(&layers),
            breaks: read_breaks(&breaks),
            at: if located { Attribution::Location } else { Attribution::Org },
            theme: if light { Theme::Light } else { Theme::Dark },
            lang: if english { Lang::En } else { Lang::Zh },
        }
    }
}

proptest! {
    #[test]
    fn a_state_read_from_its_own_address_is_the_same_state(state in any_state()) {
        prop_assert_eq!(read(&state.url()), state);
    }

    #[test]
    fn any_address_is_read_without_a_crash_and_settles(path in "\\PC{0,30}", query in "\\PC{0,60}") {
        let settled = State::read(&path, &query);
        prop_assert_eq!(read(&settled.url()), settled);
    }
}

#[test]
fn the_bare_address_is_the_overview_of_everything() {
    assert_eq!(read("/"), State::default());
    assert_eq!(State::default().url(), "/");
}

#[test]
fn a_deep_link_reads_as_it_is_written() {
    let url = "/?unit=110106&period=2026-10&indicator=I02&at=location&view=records&side=num&page=3&theme=light";
    let state = read(url);
    assert_eq!(state.page, Page::Records(Rows { side: Side::Num, number: 3, cell: None }));
    assert_eq!((state.unit.as_deref(), state.at), (Some("110106"), Attribution::Location));
    assert_eq!(state.url(), url);
}

#[test]
fn an_entity_is_named_by_path_or_by_query() {
    assert_eq!(read("/entity/E%2F1?unit=110106").page, Page::Entity("E/1".to_owned()));
    assert_eq!(read("/?entity=E%2F1").url(), "/entity/E%2F1");
}

#[test]
fn leaving_an_entity_keeps_the_place_it_was_opened_from() {
    let state = read("/entity/E1?unit=110106&period=2026-10").on(Page::Overview);
    assert_eq!(state.url(), "/?unit=110106&period=2026-10");
}
