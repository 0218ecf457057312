use proptest::option;
use proptest::prelude::*;

use super::*;

fn read(url: &str) -> State {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    State::read(path, query)
}

fn any_page() -> impl Strategy<Value = Page> {
    let side = prop_oneof![Just(Side::Num), Just(Side::Den)];
    let words = prop::array::uniform4(option::of("\\PC{1,9}"));
    let rows = (side, 1_u32.., option::of("[0-9a-f]{15}"), words);
    prop_oneof![
        Just(Page::Overview),
        Just(Page::Map),
        Just(Page::Batches),
        ("\\PC{1,20}", option::of("\\PC{1,20}"), 1_u32..)
            .prop_map(|(batch, mark, number)| Page::Faults { batch, mark, number }),
        (1_u32..).prop_map(Page::Held),
        "\\PC{1,20}".prop_map(Page::Entity),
        rows.prop_map(|(side, number, cell, [method, row, stage, sort])| {
            Page::Records(Rows {
                drawn: number % 2 == 0,
                side,
                number,
                cell,
                method,
                row,
                stage,
                sort,
            })
        }),
    ]
}

fn any_layout() -> impl Strategy<Value = Layout> {
    prop_oneof![Just(Layout::Room), Just(Layout::Wall), Just(Layout::Desk)]
}

fn any_order() -> impl Strategy<Value = Order> {
    (prop::sample::select(Column::ALL.to_vec()), any::<bool>())
        .prop_map(|(by, descending)| Order { by, descending })
}

prop_compose! {
    fn any_state()(
        page in any_page(),
        words in prop::array::uniform4(option::of("\\PC{1,20}")),
        (layout, order, rotate) in (any_layout(), any_order(), option::of(0_u32..)),
        tables in prop::sample::subsequence(Panel::ALL.to_vec(), 0..=Panel::ALL.len()),
        layers in "((heat:|hot:|fill:|hex:)?[a-zA-Z0-9\u{4e00}]{0,5}(\\.(off|rate|2000))?(@0\\.[0-9]{1,2})?,?){0,4}",
        breaks in "(quantile:[2-7]|target|0\\.[0-9]{1,3}|;|,){0,5}",
        (ground, look) in (option::of("\\PC{1,9}"), option::of((-180.0..180.0_f64, -80.0..80.0_f64, 0.0..20.0_f64))),
        within in option::of(prop::collection::vec((116.0..117.0_f64, 39.0..40.0_f64), 3..9)),
        [located, light, english] in any::<[bool; 3]>(),
    ) -> State {
        let [unit, period, indicator, layer] = words;
        State {
            layout, page, unit, period, indicator, layer, order, tables, rotate,
            ground,
            look: look.and_then(|(lng, lat, zoom)| Look::new(lng, lat, zoom)),
            within: within.and_then(|it| Lasso::new(8, &it).ok()),
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
    assert_eq!(state.page, Page::Records(Rows { number: 3, ..Rows::of(Side::Num) }));
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

#[test]
fn the_desk_is_light_and_opens_with_the_indicator_and_the_wall_is_dark_and_opens_with_risk() {
    let (desk, wall) = (read("/desk"), read("/wall"));
    assert_eq!((desk.theme, desk.layer.as_deref()), (Theme::Light, Some("indicator")));
    assert_eq!((wall.theme, wall.layer.as_deref()), (Theme::Dark, None));
    assert_eq!((desk.url(), wall.url()), ("/desk".to_owned(), "/wall".to_owned()));
    assert_eq!(read("/desk?theme=dark&layer=risk").url(), "/desk?layer=risk&theme=dark");
}

#[test]
fn drilling_down_on_the_desk_stays_on_the_desk() {
    let desk = read("/desk?period=2026-10");
    assert_eq!(desk.of_unit(Some("110106".to_owned())).url(), "/desk?unit=110106&period=2026-10");
    assert_eq!(desk.on(Page::Entity("E1".to_owned())).url(), "/desk/entity/E1?period=2026-10");
    assert_eq!(read("/desk/entity/E1").page, Page::Entity("E1".to_owned()));
    assert_eq!(desk.laid_out(Layout::Wall).url(), "/wall?period=2026-10&layer=indicator");
}

#[test]
fn the_map_of_another_unit_is_fitted_anew_and_a_panel_moves_nothing() {
    let here = read("/?unit=110105&look=116.4,39.9,12");
    assert!(here.look.is_some());
    assert_eq!(here.of_unit(Some("110101".to_owned())).look, None);
    assert_eq!(here.of_unit(Some("110105".to_owned())).look, here.look);
    assert_eq!(here.records("I02", Some("110101"), Side::Num).look, None);
    assert_eq!(here.records("I02", None, Side::Num).look, here.look);
    assert_eq!(read("/?look=far,away").look, None);
}

#[test]
fn a_closed_sheet_leaves_what_lay_below_it_as_it_was() {
    let below = read("/?unit=110105&indicator=I02&look=116.4,39.9,9");
    let rows =
        read("/?unit=110105001&indicator=I51&at=location&view=records&side=num&period=2026-10");
    let closed = rows.closed_over(Some(&below));
    assert_eq!(closed, State { period: rows.period.clone(), ..below.clone() });
    assert_eq!(
        rows.closed_over(None),
        rows.on(Page::Overview),
        "a deep link lies over its own unit"
    );
    assert_eq!(below.closed_over(Some(&rows)), below, "nothing is open");
}
