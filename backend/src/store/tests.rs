//! Generations against a full rebuild and against plain scans, on a real lake and a real DuckDB.

use domain::feed::Feed;
use domain::period::Period;
use domain::wire::{Attribution, Figure, Status};
use geodata::lasso::Lasso;

use super::check;
use crate::query::{
    By, CellsQuestion, Compare, FiguresQuestion, Filter, RecordsQuestion, Scope, Side,
};

mod cases;
mod contradictions;
mod files;
mod laws;
mod scoped;
mod site;

use site::Site;

fn figures(site: &Site, indicators: &[&str], unit: &str, by: By, period: &str) -> Vec<Figure> {
    let question = FiguresQuestion {
        indicators: indicators.iter().map(|id| (*id).to_owned()).collect(),
        unit: unit.to_owned(),
        by,
        period: period.parse().unwrap(),
        at: None,
        compare: vec![Compare::Yoy],
        filter: Filter::default(),
    };
    question.ask(&site.store().current(), &Scope::all()).unwrap().rows
}

fn one(site: &Site, indicator: &str, unit: &str, period: &str) -> (i64, Option<i64>) {
    let rows = figures(site, &[indicator], unit, By::None, period);
    rows.first().map(|row| (row.num, row.den)).unwrap()
}

#[derive(Clone, Copy, Debug)]
struct Asked<'a> {
    unit: &'a str,
    at: Option<Attribution>,
    period: &'a str,
}

/// The first thousand inspections of a unit; what differs is filled in.
fn question(unit: &str, period: Period) -> RecordsQuestion {
    RecordsQuestion {
        indicator: "I01".to_owned(),
        side: Side::Num,
        unit: unit.to_owned(),
        period,
        at: None,
        filter: Filter::default(),
        row: None,
        cell: None,
        within: None,
        stage: None,
        page: 1,
        page_size: 1000,
        sort: None,
    }
}

/// Total and number of rows behind one side.
fn records(site: &Site, indicator: &str, side: Side, asked: Asked<'_>) -> (i64, i64) {
    let question = RecordsQuestion {
        indicator: indicator.to_owned(),
        side,
        at: asked.at,
        ..question(asked.unit, asked.period.parse().unwrap())
    };
    let answer = question.ask(&site.store().current(), &Scope::all()).unwrap();
    let shown: i64 = answer.rows.iter().map(|row| row.weight).sum();
    if answer.row_count <= 1000 {
        assert_eq!(
            shown, answer.total,
            "{indicator} {asked:?}: the rows of the page add up to the total"
        );
    }
    (answer.total, answer.row_count)
}

#[test]
fn every_measure_equals_a_scan_of_its_definition() {
    let site = Site::demo("scan", 4_000);
    for compared in check::measures(&site.store().current()).unwrap() {
        assert!(compared.is_equal(), "{compared:?}");
    }
}

#[test]
fn the_records_behind_a_figure_add_up_to_it_for_every_indicator_unit_and_side() {
    let site = Site::demo("records", 3_000);
    let ids: Vec<String> = site.catalogue().indicators.iter().map(|it| it.id.clone()).collect();
    let units = [
        ("110000", None),
        ("110105", None),
        ("110115403", None),
        ("110105", Some(Attribution::Location)),
    ];
    for (unit, at) in units {
        for period in ["2026", "2026-09", "2025-03-15..2025-11-02"] {
            let asked = Asked { unit, at, period };
            for id in &ids {
                assert_records_add_up(&site, id, asked);
            }
        }
    }
}

fn assert_records_add_up(site: &Site, id: &str, asked: Asked<'_>) {
    let question = FiguresQuestion {
        indicators: vec![id.to_owned()],
        unit: asked.unit.to_owned(),
        by: By::None,
        period: asked.period.parse().unwrap(),
        at: asked.at,
        compare: Vec::new(),
        filter: Filter::default(),
    };
    let answer = question.ask(&site.store().current(), &Scope::all()).unwrap();
    let figure = answer.rows.first().unwrap();
    assert_eq!(records(site, id, Side::Num, asked).0, figure.num, "{id} num {asked:?}");
    if let Some(den) = figure.den {
        assert_eq!(records(site, id, Side::Den, asked).0, den, "{id} den {asked:?}");
    }
}

#[test]
fn the_rows_of_every_cut_add_up_to_the_unit() {
    let site = Site::demo("cuts", 3_000);
    for id in ["I01", "I02", "I05", "I06n", "I35", "I51"] {
        for (unit, by) in [
            ("110000", By::Region),
            ("110000", By::Specialty),
            ("110000", By::Method),
            ("110000", By::Org),
            ("110108", By::Region),
            ("110108", By::Specialty),
        ] {
            let whole = one(&site, id, unit, "2026");
            let rows = figures(&site, &[id], unit, by, "2026");
            let num: i64 = rows.iter().map(|row| row.num).sum();
            assert_eq!(num, whole.0, "{id} of {unit} by {by:?}");
            let den: i64 = rows.iter().filter_map(|row| row.den).sum();
            assert_eq!(den, whole.1.unwrap_or(0), "{id} of {unit} by {by:?}");
        }
    }
}

#[test]
fn a_distinct_count_is_not_the_sum_of_its_parts() {
    let site = Site::demo("distinct", 6_000);
    let whole = one(&site, "I03", "110000", "2026").0;
    let months: i64 =
        (1..=10).map(|month| one(&site, "I03", "110000", &format!("2026-{month:02}")).0).sum();
    assert!(whole < months, "{whole} entities, {months} summed over months");
}

#[test]
fn cells_and_what_has_no_place_add_up_to_the_unit() {
    let site = Site::demo("cells", 4_000);
    for layer in ["risk", "workload", "complaints", "I02", "I35", "I06n"] {
        for (unit, res) in [("110000", 7), ("110105", 8)] {
            let question = CellsQuestion {
                layer: layer.to_owned(),
                unit: unit.to_owned(),
                period: "2026".parse().unwrap(),
                res,
                at: None,
            };
            let answer = question.ask(&site.store().current(), &Scope::all()).unwrap();
            let frame = answer.frame;
            assert_eq!(
                frame.num.iter().sum::<i64>() + frame.unlocated.0,
                frame.total.0,
                "{layer} {unit}"
            );
            assert_eq!(
                frame.den.iter().sum::<i64>() + frame.unlocated.1,
                frame.total.1,
                "{layer} {unit}"
            );
        }
    }
}

#[test]
fn cells_ascend_at_every_resolution_whichever_is_asked_for_first() {
    let site = Site::demo("ascend", 4_000);
    let generation = site.store().current();
    for res in [8, 10, 9] {
        let cells = &generation.cells(res).unwrap().cells;
        assert!(cells.is_sorted_by(|a, b| a < b) && !cells.is_empty(), "{res}");
    }
    assert!(generation.cells(5).is_err(), "no list is kept at resolution 5");
}

#[test]
fn an_answer_stands_on_the_finest_list_that_the_caller_knows() {
    let site = Site::demo("standing", 4_000);
    let generation = site.store().current();
    assert!(!generation.has_lists(), "nobody asked for a list yet");
    let name = |res| generation.cells(res).unwrap().name;
    let standing = |known: &[u8]| {
        let known: Vec<u64> = known.iter().map(|res| name(*res).hash).collect();
        generation.standing(8, &known).unwrap().map(|it| it.res)
    };
    assert_eq!(standing(&[6, 8, 7]), Some(8));
    assert_eq!(standing(&[6, 7]), Some(7));
    assert_eq!(standing(&[9, 6]), Some(6), "a finer list is no base");
    assert_eq!(standing(&[10]), None);
    assert_eq!(generation.standing(8, &[1, 2]).unwrap(), None);
    assert!(generation.has_lists());
}

#[test]
fn the_cells_inside_a_drawn_loop_add_up_to_the_records_inside_it() {
    let site = Site::demo("loop", 4_000);
    let generation = site.store().current();
    let period: Period = "2026".parse().unwrap();
    let lasso: Lasso = "8:116.2,39.8;116.5,39.7;116.6,40.1;116.3,40".parse().unwrap();
    for (layer, indicator, side) in [
        ("workload", "I51", Side::Num),
        ("complaints", "I35n", Side::Num),
        ("risk", "R", Side::Num),
    ] {
        let cells = CellsQuestion {
            layer: layer.to_owned(),
            unit: "110000".to_owned(),
            period,
            res: 8,
            at: Some(Attribution::Location),
        };
        let frame = cells.ask(&generation, &Scope::all()).unwrap().frame;
        let inside = lasso.cells_in(&frame.cells);
        let values = frame.cells.iter().zip(&frame.num);
        let summed: i64 =
            values.filter(|(cell, _)| inside.contains(cell)).map(|(_, num)| num).sum();
        let records = RecordsQuestion {
            indicator: indicator.to_owned(),
            side,
            within: Some(lasso.clone()),
            at: Some(Attribution::Location),
            ..question("110000", period)
        };
        let total = records.ask(&generation, &Scope::all()).unwrap().total;
        assert_eq!(summed, total, "{layer}");
        assert!(0 < total && total < frame.total.0, "{layer}: {total} of {:?}", frame.total);
        let nowhere = "8:0,0;0.1,0;0,0.1".parse().ok();
        let nowhere = RecordsQuestion { within: nowhere, ..records };
        assert_eq!(nowhere.ask(&generation, &Scope::all()).unwrap().total, 0);
    }
}

#[test]
fn a_score_is_of_today_whatever_the_period_and_a_count_is_not() {
    let site = Site::demo("today", 2_000);
    let told = |period: &str| {
        let rows = figures(&site, &["R", "I01"], "110000", By::None, period);
        rows.into_iter().map(|it| (it.value, it.status)).collect::<Vec<_>>()
    };
    let (now, never) = (told("2026"), told("2031"));
    assert_eq!((now[0].1, &now[0]), (Status::Ok, &never[0]), "the map shows it too");
    assert_eq!(never[1], (None, Status::NoData));
}

#[test]
fn the_served_database_reads_no_file_and_takes_no_setting() {
    let site = Site::demo("locked", 1_000);
    let generation = site.store().current();
    let refused = |sql: &str| generation.with_facts(|db| db.execute_batch(sql).is_err()).unwrap();
    assert!(refused("SELECT * FROM read_csv('/etc/passwd')"));
    assert!(refused("SET enable_external_access = true"));
    assert!(refused("DELETE FROM p0.inspection"));
    assert!(!refused("SELECT count(*) FROM inspection"));
}

#[test]
fn a_scope_hides_other_orgs_and_cuts_places_to_its_own_acts() {
    let site = Site::demo("scope", 3_000);
    let scope = Scope::org("110105");
    let ask = |unit: &str, at| {
        let question = FiguresQuestion {
            indicators: vec!["I01".to_owned()],
            unit: unit.to_owned(),
            by: By::None,
            period: "2026".parse().unwrap(),
            at,
            compare: Vec::new(),
            filter: Filter::default(),
        };
        question
            .ask(&site.store().current(), &scope)
            .map(|answer| answer.rows.first().map_or(0, |row| row.num))
    };
    assert!(ask("110101", None).is_err(), "another org does not exist");
    let own = ask("110105", None).unwrap();
    assert_eq!(own, one(&site, "I01", "110105", "2026").0);
    let everywhere = ask("110000", Some(Attribution::Location)).unwrap();
    assert_eq!(everywhere, own, "all places show only what the scope's org did");
    assert!(everywhere < one(&site, "I01", "110000", "2026").0);
}

#[test]
fn every_feed_has_its_facts_and_the_demo_leaves_some_out_of_place() {
    let site = Site::demo("feeds", 4_000);
    let generation = site.store().current();
    for feed in [Feed::Entity, Feed::Inspection, Feed::Problem, Feed::Order, Feed::Complaint] {
        let sql = format!("SELECT count(*) FROM {}", super::facts_of(feed));
        let rows: i64 =
            generation.with_facts(|db| db.query_row(&sql, [], |row| row.get(0))).unwrap().unwrap();
        assert!(rows > 0, "{feed:?}");
    }
    assert!(generation.quality.unlocated > 0);
}
