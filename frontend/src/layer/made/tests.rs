use domain::cells::hash_of;
use domain::period::Period;
use domain::time::Stamp;
use domain::wire::{Attribution, Stamped, UnitRef};
use geodata::cell::{cell_at, disk};

use super::*;
use crate::layer::Breaks;

fn entry(id: &str) -> IndicatorEntry {
    let text = r#"{"id":"I02","version":1,"name":"占比","name_en":"","unit":"percent","direction":"up","numerator":"",
        "numerator_en":"","denominator":"base","denominator_en":"","additive":true,"ranked":true,"core":true,
        "beside":null,"targets":[],"clause":"","breaks":["0.40","0.60"]}"#;
    IndicatorEntry { id: id.to_owned(), ..serde_json::from_str(text).unwrap() }
}

fn frame(res: u8, values: impl Fn(usize) -> (i64, i64)) -> Arc<CellFrame> {
    let mut cells = disk(cell_at(116.4, 39.9, res).unwrap(), 8).unwrap();
    cells.sort_unstable();
    let values: Vec<(i64, i64)> = (0..cells.len()).map(values).collect();
    Arc::new(CellFrame {
        res,
        list_hash: hash_of(&cells),
        cells,
        num: values.iter().map(|it| it.0).collect(),
        den: values.iter().map(|it| it.1).collect(),
        ..CellFrame::default()
    })
}

fn made(layer: &str, cells: &Arc<CellFrame>) -> Option<Made> {
    let shown = Shown::read(layer);
    let sources = Sources {
        cells: Some(Arc::clone(cells)),
        whole: Some(Arc::clone(cells)),
        base: Some(Arc::clone(cells)),
        ..Sources::default()
    };
    Made::new(&shown, Some(&entry("I02")), sources)
}

fn values(made: &Made) -> Vec<f64> {
    match &made.content {
        Content::Cells(layer) => layer.values.clone(),
        _ => panic!("hexagons"),
    }
}

#[test]
fn a_cell_without_base_has_no_rate_and_one_without_anything_no_count() {
    let cells = frame(8, |at| [(1, 2), (0, 5), (0, 0)][at.min(2)]);
    let rates = made("hex:I02", &cells).unwrap();
    assert_eq!((rates.value, &values(&rates)[..2]), (Value::Rate, &[50.0, 0.0][..]));
    assert!(values(&rates)[2].is_nan());
    assert_eq!(rates.limits, [40.0, 60.0]);
    let counts = values(&made("hex:I02.count", &cells).unwrap());
    assert_eq!(counts[0].total_cmp(&1.0), std::cmp::Ordering::Equal);
    assert!(counts[1].is_nan());
}

#[test]
fn a_small_base_moves_to_the_mean_when_shrunk() {
    let cells = frame(8, |at| match at {
        0 => (1, 1),
        1 => (900, 1_000),
        _ => (i64::try_from(at % 50).unwrap(), 100),
    });
    let shrunk = values(&made("hex:I02.shrunk", &cells).unwrap());
    assert!(shrunk[0] < 99.0 && (shrunk[1] - 90.0).abs() < 1.0, "{} {}", shrunk[0], shrunk[1]);
}

#[test]
fn sums_of_scores_are_told_in_points_and_are_not_shrunk() {
    let cells = frame(8, |_| (2_500, 1_000));
    let shown = Shown::read("risk.shrunk");
    let risk = IndicatorEntry { unit: UnitOfValue::Points, ..entry("R") };
    let sources =
        Sources { cells: Some(Arc::clone(&cells)), whole: Some(cells), ..Sources::default() };
    let mean = Made::new(&shown, Some(&risk), sources.clone()).unwrap();
    assert_eq!((mean.value, values(&mean)[0]), (Value::Rate, 2.5), "points an entity");
    let sum = Made::new(&Shown::read("risk"), Some(&risk), sources).unwrap();
    assert_eq!((sum.value, values(&sum)[0]), (Value::Count, 2.5));
}

#[test]
fn breaks_by_values_wait_for_the_whole_deployment_at_the_same_resolution() {
    let mut shown = Shown::read("hex:I02");
    shown.breaks = Breaks::read("quantile:4");
    let fine = frame(8, |at| (i64::try_from(at % 10).unwrap(), 10));
    let sources = |whole| Sources {
        cells: Some(Arc::clone(&fine)),
        whole: Some(whole),
        ..Sources::default()
    };
    let entry = entry("I02");
    assert!(Made::new(&shown, Some(&entry), sources(frame(7, |_| (1, 2)))).is_none());
    let made = Made::new(&shown, Some(&entry), sources(Arc::clone(&fine))).unwrap();
    assert_eq!(made.limits, [20.0, 40.0, 70.0]);
}

#[test]
fn hot_cells_are_few_stand_together_and_hold_five_entities() {
    let middle = cell_at(116.4, 39.9, 8).unwrap();
    let near = disk(middle, 1).unwrap();
    let plain = frame(8, |_| (0, 9_000));
    let hot = |entities: i64| {
        frame(8, |at| (if near.contains(&plain.cells[at]) { 90 } else { 1 }, entities))
    };
    let told = values(&made("hot:complaints", &hot(5_000)).unwrap());
    let red = told.iter().filter(|it| **it >= 2.576).count();
    assert!((7..=19).contains(&red), "{red}");
    assert!(told.iter().all(|it| it.is_nan() || it.abs() >= 1.645), "the rest is not painted");
    let few = values(&made("hot:complaints", &hot(4_000)).unwrap());
    assert!(few.iter().all(|it| it.is_nan()), "four entities are too few");
}

#[test]
fn a_surface_holds_what_its_cells_hold_and_says_so_at_any_place() {
    let cells = frame(8, |at| (i64::from(at == 0) * 7, 0));
    let heat = made("heat:complaints.500", &cells).unwrap();
    let Content::Heat(layer) = &heat.content else { panic!("a surface") };
    let bounds = layer.bounds;
    let km2 = (bounds.east - bounds.west)
        * (bounds.north - bounds.south)
        * 111.195
        * 111.195
        * bounds.north.to_radians().cos()
        / (layer.columns * layer.rows) as f64;
    let total = layer.values.iter().map(|it| f64::from(*it)).sum::<f64>() * km2;
    assert!((total - 7.0).abs() < 0.1, "{total}");
    let centre = geodata::cell::centre(cells.cells[0]).unwrap();
    let (summit, exact) = (layer.at(centre).unwrap(), 7.0 / (std::f64::consts::TAU * 0.25));
    assert!((summit / exact - 1.0).abs() < 0.03, "{summit} is not {exact}");
    assert!(heat.limits.windows(2).all(|it| it[0] < it[1]) && heat.limits[5] < summit * 2.0);
}

#[test]
fn nothing_to_show_is_an_empty_surface_and_not_a_fault() {
    let empty = Arc::new(CellFrame { res: 8, ..CellFrame::default() });
    assert!(made("heat:complaints", &empty).is_some());
    assert!(made("complaints", &empty).is_some());
    assert!(made("hot:complaints", &empty).is_some());
}

#[test]
fn an_open_district_lies_open_for_its_streets_and_the_others_are_faint() {
    let row = |unit: &str| Figure {
        unit: unit.to_owned(),
        num: 60,
        den: Some(100),
        status: Status::Ok,
        ..Figure::default()
    };
    let of = |code: &str, units: &[&str]| {
        let unit = UnitRef { code: code.to_owned(), ..UnitRef::default() };
        Arc::new(Figures {
            stamped: Stamped {
                generation: 1,
                cutoff: Stamp(0),
                definitions: String::new(),
                demo: false,
            },
            unit,
            by: "region".to_owned(),
            at: Attribution::Location,
            period: Period::year(2026).unwrap(),
            rows: units.iter().map(|it| row(it)).collect(),
        })
    };
    let districts = of("110000", &["110101", "110105"]);
    let painted = |layer: &str, parts| {
        let sources =
            Sources { figures: Some(Arc::clone(&districts)), parts, ..Sources::default() };
        let made = Made::new(&Shown::read(layer), Some(&entry("I02")), sources).unwrap();
        let Content::Fill(fill) = made.content else { panic!("areas") };
        fill.by_code.clone()
    };
    let streets = || Some(of("110105", &["110105001"]));
    let open = painted("fill:I02", streets());
    assert!(matches!(open["110101"], Paint::Beside(_)));
    assert!(matches!(open["110105001"], Paint::Class(_)));
    assert_eq!(open["110105"], Paint::Plain, "what is no street of it has no value of its own");
    let sums = painted("fill:I02.count", streets());
    assert!(matches!(sums["110105001"], Paint::Class(_)));
    assert_eq!(sums["110101"], Paint::Plain, "sums of districts are no peers of streets");
    let closed = painted("fill:I02.count", None);
    assert!(closed.len() == 2 && closed.values().all(|it| matches!(it, Paint::Class(_))));
    let closed = painted("fill:I02", Some(of("110105", &[])));
    assert!(matches!(closed["110105"], Paint::Class(_)), "nothing to lie open for");
}
