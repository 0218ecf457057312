//! One filled-in example of every answer: what `openapi.json` reads its schemas from.

use std::collections::BTreeMap;

use domain::indicator::{Direction, Op, Target, TargetKind, UnitOfValue};
use domain::period::Period;
use domain::ratio::Decimal;
use domain::time::{Day, Stamp};
use domain::wire::{
    Attribution, Card, Cells, Change, ColumnWords, EntityFile, Figure, Figures, FunnelRow,
    IndicatorEntry, Indicators, MapLines, MethodRow, Points, Problem, Quality, Ready, Receipt,
    Record, Records, RiskScore, RowRef, Scene, Series, SeriesPart, SeriesRow, Stamped, Status,
    TargetGap, TileSource, Tiles, TimelineEntry, UnitRef,
};
use serde::Serialize;
use serde_json::{Value, json};

mod ledger;

use self::ledger::{batches, held, marked, row_faults};

const DAY: Day = Day(20_757);

/// By the names that routes use.
pub(super) fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("Batches", of(&batches())),
        ("Cells", of(&cells())),
        ("EntityFile", of(&entity())),
        ("Figures", of(&figures())),
        ("HeldFacts", of(&held())),
        ("Indicators", of(&indicators())),
        ("OpenApi", json!({})),
        ("Points", of(&points())),
        ("Problem", of(&problem())),
        ("Ready", of(&Ready { generation: 7, cutoff: stamp(), age_s: 12 })),
        (
            "Receipt",
            of(&Receipt {
                batch: text("b-1"),
                rows: 100,
                accepted: 98,
                rejected: 2,
                marks: vec![marked()],
                generation: Some(8),
                code: Some(text("UNPUBLISHED")),
                detail: Some(text("…")),
                ..Receipt::default()
            }),
        ),
        ("Records", of(&records())),
        ("Regions", regions()),
        ("RowFaults", of(&row_faults())),
        ("Scene", of(&scene())),
        ("Series", of(&series())),
        ("Tiles", of(&tiles())),
    ]
}

fn of(sample: &impl Serialize) -> Value {
    serde_json::to_value(sample).unwrap_or_default()
}

fn text(word: &str) -> String {
    word.to_owned()
}

fn stamp() -> Stamp {
    DAY.start()
}

fn stamped() -> Stamped {
    Stamped { generation: 7, cutoff: stamp(), definitions: text("d1"), demo: true }
}

fn period() -> Period {
    Period::month(2026, 10)
        .or_else(|| Period::between(DAY, DAY.plus(1)))
        .unwrap_or_else(|| unreachable!())
}

fn unit() -> UnitRef {
    UnitRef {
        code: text("110101"),
        name: text("东城区"),
        kind: text("org"),
        level: text("district"),
        path: vec![(text("110000"), text("北京市"))],
    }
}

fn target() -> Target {
    Target {
        op: Op::Above,
        value: Decimal { units: 60, scale: 2 },
        by: DAY,
        kind: TargetKind::Required,
        words: text("超过60%"),
        words_en: text("above 60%"),
    }
}

fn figure() -> Figure {
    let change = Change {
        period: text("2025-10"),
        num: 1,
        den: Some(2),
        value: Some(text("0.500000")),
        delta: Some(text("-1.00")),
    };
    Figure {
        indicator: text("I02"),
        unit: text("110101"),
        name: text("东城区"),
        num: 123,
        den: Some(456),
        value: Some(text("0.269737")),
        status: Status::Ok,
        marks: vec![text("W_RATE_OVER_100")],
        row: Some(text("region:elsewhere")),
        rank: Some(1),
        target: Some(TargetGap {
            target: target(),
            met: false,
            gap_points: text("33.03"),
            needed: 151,
        }),
        compare: BTreeMap::from([(text("yoy"), change)]),
    }
}

fn figures() -> Figures {
    Figures {
        stamped: stamped(),
        unit: unit(),
        by: text("org"),
        at: Attribution::Org,
        period: period(),
        rows: vec![figure()],
    }
}

fn series_row() -> SeriesRow {
    SeriesRow {
        period: text("2026-10"),
        start: DAY,
        end: DAY,
        num: 123,
        den: Some(456),
        value: Some(text("0.269737")),
        status: Status::Ok,
    }
}

fn series() -> Series {
    Series {
        stamped: stamped(),
        indicator: text("I02"),
        unit: unit(),
        bucket: text("month"),
        rows: vec![series_row()],
        parts: vec![SeriesPart {
            unit: text("110105"), name: text("…"), rows: vec![series_row()]
        }],
    }
}

fn cells() -> Cells {
    Cells {
        stamped: stamped(),
        layer: text("complaints"),
        at: Attribution::Location,
        res: 8,
        cells: vec![json!([])],
        unlocated: 3,
        unlocated_den: Some(4),
        total: 9876,
        total_den: Some(9999),
    }
}

fn points() -> Points {
    Points {
        stamped: stamped(),
        unit: unit(),
        at: Attribution::Org,
        points: vec![json!([])],
        unlocated: 5,
        total: 1234,
    }
}

fn records() -> Records {
    Records {
        stamped: stamped(),
        indicator: text("I02"),
        side: text("den"),
        unit: unit(),
        row: Some(RowRef { row: text("region:elsewhere"), name: text("辖区外") }),
        period: period(),
        at: Attribution::Org,
        total: 1,
        row_count: 1,
        page: 1,
        page_size: 50,
        rows: vec![record()],
    }
}

fn record() -> Record {
    Record {
        feed: text("inspection"),
        id: text("I-1"),
        day: Some(DAY),
        entity: Some(text("E-1")),
        entity_name: Some(text("…")),
        org: Some(text("110101")),
        org_name: Some(text("东城区")),
        place: Some(text("110101001")),
        place_name: Some(text("…")),
        specialty: Some(text("03")),
        kind: Some(text("OFFSITE")),
        outcome: Some(text("NO_PROBLEM")),
        weight: 1,
    }
}

fn entity() -> EntityFile {
    EntityFile {
        stamped: stamped(),
        id: text("E-1"),
        name: text("…"),
        org: text("110101"),
        org_name: text("东城区"),
        place: text("110101001"),
        place_name: text("…"),
        fields: BTreeMap::new(),
        position: Some((116.4, 39.9)),
        risk: Some(RiskScore {
            as_of: DAY,
            score: text("41.250"),
            band: text("yellow"),
            contributions: vec![(text("class"), text("10.000"), text("25"))],
        }),
        columns: vec![ColumnWords {
            feed: text("problem"),
            column: text("severity"),
            name: text("严重程度"),
            words: vec![(text("2"), text("较重"), text("Serious"))],
        }],
        timeline: vec![TimelineEntry {
            at: Some(stamp()),
            feed: text("inspection"),
            id: text("I-1"),
            due: Some(stamp()),
            late_days: Some(3),
            factors: vec![text("violations")],
            fields: BTreeMap::new(),
        }],
    }
}

fn indicators() -> Indicators {
    Indicators {
        stamped: stamped(),
        title: text("…"),
        root: unit(),
        span: Some((DAY, DAY)),
        default_period: period(),
        indicators: vec![entry()],
        relaxed: vec![text("E605_OFFICERS_LT2")],
        scenes: vec![text("overview")],
    }
}

fn entry() -> IndicatorEntry {
    IndicatorEntry {
        id: text("I02"),
        version: 1,
        name: text("非现场检查占比"),
        name_en: text("Off-site share"),
        unit: UnitOfValue::Percent,
        direction: Direction::Up,
        numerator: text("…"),
        numerator_en: text("…"),
        denominator: Some(text("…")),
        denominator_en: Some(text("…")),
        additive: true,
        ranked: true,
        core: true,
        beside: Some(text("I02b")),
        targets: vec![target()],
        clause: text("…"),
        breaks: vec![text("0.2")],
    }
}

fn scene() -> Scene {
    Scene {
        stamped: stamped(),
        id: text("overview"),
        title: text("…"),
        unit: unit(),
        at: Attribution::Org,
        by: text("org"),
        period: period(),
        cards: vec![Card { figure: figure(), beside: Some(figure()), series: vec![series_row()] }],
        ranking: vec![figure()],
        ranking_indicator: text("I02"),
        methods: vec![MethodRow { method: text("VIDEO"), name: text("…"), done: 1, found: 1 }],
        funnel: vec![FunnelRow { state: text("ISSUED"), name: text("…"), count: 1 }],
        workload: vec![figure()],
        map: MapLines { problems: vec![text("…")], ..MapLines::default() },
        quality: Quality::default(),
    }
}

fn regions() -> Value {
    json!({
        "type": "FeatureCollection",
        "generation": 7,
        "parent": "110000",
        "source": "…",
        "crs": "WGS84",
        "review_no": "",
        "problems": ["…"],
        "features": [{
            "type": "Feature",
            "properties": {"code": "110101", "name": "东城区", "level": "district", "unit": "110101", "centre": [116.4, 39.9], "derived": true, "source": "…"},
            "geometry": {},
        }],
    })
}

fn tiles() -> Tiles {
    let map = TileSource {
        id: text("tianditu"),
        kind: text("wmts"),
        max_zoom: 18,
        problem: Some(text("…")),
        ..TileSource::default()
    };
    Tiles { tiles: vec![map] }
}

fn problem() -> Problem {
    Problem { allowed: vec![text("110000")], names: vec![text("北京市")], ..Problem::default() }
}
