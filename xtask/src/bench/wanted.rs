//! Which figures of which bench are told, and what they should be.

/// A figure of one bench: its name, where its line holds it, and what it should be.
pub(super) struct Wanted {
    pub(super) bench: &'static str,
    pub(super) title: &'static str,
    pub(super) pointer: &'static str,
    pub(super) unit: &'static str,
    pub(super) goal: Goal,
}

#[derive(Clone, Copy)]
pub(super) enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// Told only.
    None,
}

/// From the server's benches.
pub(super) const SERVER: [Wanted; 24] = [
    wanted("locate", "point → district, to rstar + geo", "/ratio", "×", Goal::AtLeast(5.0)),
    wanted(
        "locate",
        "other answers off the border",
        "/mismatches_off_border",
        "",
        Goal::AtMost(0.0),
    ),
    wanted("ingest", "CSV → batch", "/ours_rows_s", "rows/s", Goal::None),
    wanted("ingest", "CSV → batch, to DuckDB's COPY", "/ratio", "×", Goal::AtLeast(0.5)),
    wanted("figures", "figures, median", "/figures/median_us", "µs", Goal::AtMost(100.0)),
    wanted("figures", "figures, worst hundredth", "/figures/p99_us", "µs", Goal::None),
    wanted("figures", "figures by region, median", "/by/region/median_us", "µs", Goal::None),
    wanted(
        "figures",
        "series of 24 months, median",
        "/series_24_months/median_us",
        "µs",
        Goal::AtMost(100.0),
    ),
    wanted("figures", "figures, to scanning", "/scan_ratio", "×", Goal::AtLeast(50.0)),
    wanted("figures", "distinct counts, median", "/distinct/median_us", "µs", Goal::None),
    wanted(
        "figures",
        "distinct counts, to count(DISTINCT)",
        "/distinct_ratio",
        "×",
        Goal::AtLeast(20.0),
    ),
    wanted("scenes", "a scene, the first time: median", "/cold/median_ms", "ms", Goal::AtMost(5.0)),
    wanted("scenes", "a scene, again: median", "/warm/median_ms", "ms", Goal::AtMost(1.0)),
    wanted("scenes", "  worst hundredth", "/warm/p99_ms", "ms", Goal::None),
    wanted("publish", "10 k rows: taken in", "/ingest_ms", "ms", Goal::None),
    wanted("publish", "10 k rows: published", "/publish_ms", "ms", Goal::None),
    wanted("publish", "10 k rows: readable", "/total_ms", "ms", Goal::AtMost(1000.0)),
    wanted("publish", "10 k rows: readable, worst", "/worst_ms", "ms", Goal::None),
    wanted(
        "cells",
        "Arrow IPC's bytes, to values of the longest list",
        "/largest_arrow_to_values",
        "×",
        Goal::AtLeast(3.0),
    ),
    wanted(
        "cells",
        "Arrow IPC's bytes, to values, the least of all layers",
        "/least_arrow_to_values",
        "×",
        Goal::None,
    ),
    wanted(
        "cells",
        "Arrow IPC's bytes, to cells and values",
        "/least_arrow_to_with_list",
        "×",
        Goal::None,
    ),
    wanted(
        "cells",
        "Arrow IPC's bytes, over a page's questions",
        "/arrow_to_session",
        "×",
        Goal::None,
    ),
    wanted(
        "cells",
        "  with values of 64 bits, as sums are",
        "/arrow_i64_to_session",
        "×",
        Goal::None,
    ),
    wanted("cells", "decoding 100 k cells", "/decode_100k/with_list_us", "µs", Goal::None),
];

/// From the page's benches.
pub(super) const BROWSER: [Wanted; 39] = [
    wanted("hexes", "100 k hexagons: a frame", "/frames/ours/total_ms", "ms", Goal::None),
    wanted("hexes", "  its share of the processor", "/frames/ours/cpu_ms", "ms", Goal::None),
    wanted("hexes", "  deck.gl, low precision", "/frames/deck_low/total_ms", "ms", Goal::None),
    wanted("hexes", "  deck.gl, high precision", "/frames/deck_high/total_ms", "ms", Goal::None),
    wanted("hexes", "  deck.gl's better mode, to ours", "/ratio", "×", Goal::AtLeast(5.0)),
    wanted("hexes", "1 M hexagons: a frame", "/frames/ours_1m/total_ms", "ms", Goal::None),
    wanted("hexes", "  to 100 k", "/growth_1m", "×", Goal::AtMost(1.3)),
    wanted("hexes", "100 k hexagons: prepared", "/first/ours/cpu_ms", "ms", Goal::None),
    wanted("hexes", "  and first drawn", "/first/ours/total_ms", "ms", Goal::None),
    wanted("hexes", "  deck.gl's better mode, to ours", "/prepared_ratio", "×", Goal::None),
    wanted("hexes", "  bytes uploaded", "/drawn/ours/bytes", "", Goal::None),
    wanted("hexes", "  draw calls a frame", "/drawn/ours/draws_frame", "", Goal::None),
    wanted("hexes", "1 M hexagons: prepared", "/first/ours_1m/cpu_ms", "ms", Goal::None),
    wanted(
        "hexes",
        "cell centres of a wrong colour",
        "/picture/ours/centres/wrong",
        "",
        Goal::AtMost(0.0),
    ),
    wanted(
        "hexes",
        "pixels of a wrong colour",
        "/picture/ours/pixels/share",
        "",
        Goal::AtMost(0.0025),
    ),
    wanted("hexes", "  the same at 1 M", "/picture/ours_1m/pixels/share", "", Goal::AtMost(0.0025)),
    wanted("recolour", "1 M new values: processor", "/cpu_ms", "ms", Goal::AtMost(10.0)),
    wanted("recolour", "  until they are seen", "/total_ms", "ms", Goal::None),
    wanted("recolour", "  deck.gl at 100 k: processor", "/deck_100k_cpu_ms", "ms", Goal::None),
    wanted(
        "polygons",
        "3,000 polygons, 1.1 M vertices: drawn",
        "/first/ours/total_ms",
        "ms",
        Goal::None,
    ),
    wanted("polygons", "  reading alone", "/read_ms", "ms", Goal::None),
    wanted("polygons", "  deck.gl", "/first/deck/total_ms", "ms", Goal::None),
    wanted("polygons", "  ECharts", "/first/echarts/total_ms", "ms", Goal::None),
    wanted("polygons", "  the better of both, to ours", "/ratio", "×", Goal::AtLeast(2.0)),
    wanted(
        "polygons",
        "  deck.gl without borders, to ours",
        "/ratio_to_fill_only",
        "×",
        Goal::None,
    ),
    wanted("polygons", "  pixels of a wrong colour", "/picture/wrong", "", Goal::AtMost(0.0)),
    wanted("polygons", "  a frame of them, moved", "/frames/ours/total_ms", "ms", Goal::None),
    wanted("decode", "100 k cells decoded", "/median_ms", "ms", Goal::AtMost(1.0)),
    wanted("opening", "the page's program, as sent", "/kilobytes", "KB", Goal::AtMost(450.0)),
    wanted("opening", "first contentful paint", "/ours/contentful_ms", "ms", Goal::None),
    wanted("opening", "  ECharts' page, to ours", "/contentful_ratio", "×", Goal::AtLeast(1.0)),
    wanted(
        "opening",
        "  the same with a heading in its HTML",
        "/contentful_to_skeleton",
        "×",
        Goal::None,
    ),
    wanted("opening", "first correct map pixel", "/ours/correct_ms", "ms", Goal::None),
    wanted("opening", "  ECharts' page, to ours", "/correct_ratio", "×", Goal::AtLeast(1.0)),
    wanted("opening", "  until its frame was presented", "/ours/presented_ms", "ms", Goal::None),
    wanted("opening", "  ECharts' page, to ours", "/presented_ratio", "×", Goal::AtLeast(1.0)),
    wanted("idle", "pictures drawn in 10 idle seconds", "/drawn", "", Goal::AtMost(0.0)),
    wanted("idle", "  processor time of the page", "/page_cpu_ms", "ms", Goal::None),
    wanted("idle", "  more than an empty page", "/cpu_ms", "ms", Goal::AtMost(50.0)),
];

const fn wanted(
    bench: &'static str,
    title: &'static str,
    pointer: &'static str,
    unit: &'static str,
    goal: Goal,
) -> Wanted {
    Wanted { bench, title, pointer, unit, goal }
}
