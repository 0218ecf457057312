#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of `Asked<'a>` is not general over 'a"
)]

use domain::wire::{Stamped, UnitRef};

use super::*;
use crate::state::{Rows, Side};

fn catalogue() -> Indicators {
    let entry = |id: &str, core| IndicatorEntry {
        id: id.to_owned(),
        core,
        ..serde_json::from_str(ENTRY).unwrap()
    };
    Indicators {
        stamped: Stamped {
            generation: 7,
            cutoff: "2026-11-21T18:40:00+08:00".parse().unwrap(),
            definitions: "d".to_owned(),
            demo: true,
        },
        title: "监督一张图".to_owned(),
        root: UnitRef { code: "110000".to_owned(), ..UnitRef::default() },
        span: Some(("2023-12-26".parse().unwrap(), "2026-11-21".parse().unwrap())),
        default_period: "2026-01-01..2026-11-22".parse().unwrap(),
        indicators: vec![entry("I01", false), entry("I02", true)],
        relaxed: Vec::new(),
        scenes: vec!["overview".to_owned()],
    }
}

const ENTRY: &str = r#"{"id":"","version":1,"name":"","name_en":"","unit":"percent","direction":"up","numerator":"",
    "numerator_en":"","denominator":null,"denominator_en":null,"additive":true,"ranked":true,"core":true,
    "beside":null,"targets":[],"clause":"","breaks":[]}"#;

fn ask<T>(url: &str, question: impl Fn(Asked<'_>) -> T) -> T {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    question(Asked { state: &State::read(path, query), catalogue: &catalogue() })
}

#[test]
fn the_catalogue_fills_in_what_the_address_leaves_out() {
    assert_eq!(ask("/", |it| it.indicator().to_owned()), "I02");
    assert_eq!(
        ask("/", |it| it.wants(Some(7), true, None))[0].url,
        "/api/v1/cells?layer=risk&unit=110000&period=2026-01-01..2026-11-22&res=7"
    );
    assert_eq!(scene(&State::default()), "/api/v1/scenes/overview");
}

#[test]
fn the_trend_ends_with_the_period_and_spans_two_years() {
    assert_eq!(
        ask("/?period=2026-10", |it| it.series()).unwrap(),
        "/api/v1/series?indicator=I02&unit=110000&bucket=month&period=2024-11-01..2026-11-01"
    );
    assert!(
        ask("/?period=2026", |it| it.series()).unwrap().ends_with("period=2024-12-01..2026-11-22")
    );
    assert_eq!(ask("/?period=soon", |it| it.series()), None);
}

#[test]
fn the_districts_are_asked_by_the_place_that_the_attribution_names() {
    let roles = |url: &str| {
        ask(url, |it| it.wants(Some(7), true, None)).iter().map(|it| it.role).collect::<Vec<_>>()
    };
    assert_eq!(roles("/?layer=risk"), [Role::Cells, Role::Whole]);
    let by_org = &ask("/?layer=indicator&unit=110106", |it| it.wants(Some(7), true, None))[0].url;
    assert!(by_org.contains("indicators=I02&unit=110000&by=org"), "{by_org}");
    let by_place = &ask("/?layer=indicator&at=location", |it| it.wants(Some(7), true, None))[0].url;
    assert!(by_place.contains("by=region") && by_place.contains("at=location"), "{by_place}");
}

#[test]
fn each_layer_of_the_list_asks_for_its_own_frames_and_a_hidden_one_for_none() {
    let url = "/?layers=heat:complaints.500,hot:workload,risk,fill:I01,workload.off&unit=110106&breaks=;;jenks:5";
    let wants = ask(url, |it| it.wants(Some(9), true, None));
    let told: Vec<(Role, &str)> = wants.iter().map(|it| (it.role, &*it.name)).collect();
    assert_eq!(
        told,
        [
            (Role::Heat, "complaints"),
            (Role::Hot, "workload"),
            (Role::Base, ""),
            (Role::Cells, "risk"),
            (Role::Whole, "risk"),
            (Role::Figures, "I01"),
        ]
    );
    assert!(wants[0].url.contains("unit=110000") && wants[0].url.contains("res=9"));
    assert!(wants[3].url.contains("unit=110106"), "hexagons are those of the unit");
    assert!(wants[4].url.contains("unit=110000") && wants[4].url.contains("res=9"), "by value");
    assert!(
        ask("/?layers=risk", |it| it.wants(Some(9), true, None))[1].url.contains("res=7"),
        "fixed"
    );
}

#[test]
fn hexagons_of_a_unit_wait_until_the_map_goes_there() {
    assert_eq!(ask("/?unit=110106", |it| it.wants(Some(8), false, None))[0].role, Role::Whole);
    assert_eq!(ask("/?unit=110106", |it| it.wants(Some(8), true, None))[0].role, Role::Cells);
    assert_eq!(
        ask("/?unit=110106", |it| it.wants(None, true, None))[0].role,
        Role::Whole,
        "no map yet"
    );
    let first = ask("/", |it| it.wants(None, false, None));
    assert_eq!(first[0].url, first[1].url, "one question at the start");
}

#[test]
fn records_are_asked_for_their_side_page_and_cell() {
    assert_eq!(ask("/", |it| it.records()), None);
    assert_eq!(
        ask("/?unit=110106&period=2026-10&indicator=I05&view=records&side=num&page=3", |it| it
            .records())
        .unwrap(),
        "/api/v1/records?indicator=I05&side=num&unit=110106&period=2026-10&page_size=50&page=3"
    );
    assert_eq!(Rows::of(Side::Num).number, 1);
}

#[test]
fn a_layer_unknown_here_is_asked_for_all_the_same() {
    assert!(
        ask("/?layer=noise", |it| it.wants(Some(7), true, None))[0].url.contains("layer=noise")
    );
}

#[test]
fn only_the_desk_asks_for_every_card_and_for_small_lines() {
    assert_eq!(ask("/", |it| it.cards()), None);
    let cards = ask("/desk?unit=110106&at=location", |it| it.cards()).unwrap();
    assert!(cards.contains("indicators=I01,I02&unit=110106&by=none"), "{cards}");
    assert!(cards.ends_with("&at=location&compare=yoy,mom"), "{cards}");
    assert!(ask("/", |it| it.card_series()).is_empty());
    assert_eq!(ask("/desk", |it| it.card_series()).len(), 2);
    assert_eq!(ask("/", |it| it.parts_series("org")), None);
    let parts = ask("/desk?unit=110106", |it| it.parts_series("region")).unwrap();
    assert!(parts.contains("&unit=110106&") && parts.ends_with("&by=region"), "{parts}");
}

#[test]
fn the_foot_of_the_desk_lists_the_base_of_the_indicator() {
    assert_eq!(ask("/", |it| it.records()), None);
    let rows = ask("/desk", |it| it.records()).unwrap();
    assert!(rows.contains("indicator=I02&side=num") && rows.contains("page_size=10"), "{rows}");
}

#[test]
fn a_table_to_keep_has_the_same_rows_without_pages() {
    let url = "/?view=records&side=den&method=REMOTE&sort=-day&page=3&lang=en";
    let csv = ask(url, |it| it.records_csv()).unwrap();
    assert!(csv.ends_with("&method=REMOTE&sort=-day&format=csv&lang=en"), "{csv}");
    assert!(!csv.contains("page"), "{csv}");
}

#[test]
fn records_of_one_method_are_checked_against_the_figure_of_that_method() {
    let asked = |url: &str| ask(url, |it| it.own_figure());
    assert!(asked("/?view=records&side=den&method=REMOTE").unwrap().ends_with("&method=REMOTE"));
    assert_eq!(asked("/?view=records&side=den&cell=8731aa5"), None);
}

#[test]
fn a_score_of_today_has_no_months() {
    let mut catalogue = catalogue();
    catalogue.indicators[1].unit = UnitOfValue::Points;
    assert_eq!(Asked { state: &State::default(), catalogue: &catalogue }.series(), None);
}

#[test]
fn rejected_and_marked_rows_are_asked_by_delivery_and_page() {
    let state = State::read("/desk", "view=batches&batch=a%2Fb&page=2");
    assert_eq!(faults(&state).unwrap(), "/api/v1/batches/a%2Fb/rejects?page_size=50&page=2");
    let state = State::read("/desk", "view=batches&batch=a&mark=W901_PII");
    let asked = "/api/v1/batches/a/marks?code=W901_PII&page_size=50&page=1";
    assert_eq!(faults(&state).unwrap(), asked);
    assert_eq!(
        faults_csv("a", Some("W901_PII")),
        asked.replace("page_size=50&page=1", "format=csv")
    );
    assert_eq!(batches(&State::read("/", "view=batches")), batches(&State::read("/desk", "")));
    assert_eq!(batches(&State::default()), None);
}

#[test]
fn what_waits_is_asked_for_by_its_own_page_only() {
    let state = State::read("/desk", "view=held&page=3");
    assert_eq!(held(&state).unwrap(), "/api/v1/held?page_size=50&page=3");
    assert_eq!(held(&State::read("/desk", "view=batches")), None);
    assert_eq!(held_csv(Lang::En), "/api/v1/held?format=csv&lang=en");
}

#[test]
fn streets_are_asked_for_only_by_layers_that_colour_them() {
    let parts = |url: &str| {
        let wants = ask(url, |it| it.wants(Some(8), true, Some("110105")));
        wants.into_iter().filter(|it| it.role == Role::Parts).map(|it| it.url).collect::<Vec<_>>()
    };
    let [one] = &*parts("/?layer=indicator&indicator=I02&unit=110105") else { panic!("one") };
    assert!(one.contains("unit=110105&by=region"), "{one}");
    assert!(parts("/?layer=risk&unit=110105").is_empty());
}
