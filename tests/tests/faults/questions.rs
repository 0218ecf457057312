//! Questions nobody can answer: 400 or 404, a code, and where there is a choice, the choices.

use crate::assert_refused;
use guanlan_tests::Server;

/// Question, status, code, and a value that must be offered instead.
const REFUSED: [(&str, u16, &str, Option<&str>); 21] = [
    ("figures?indicators=I02&period=2026&colour=red", 400, "UNKNOWN_PARAMETER", Some("period")),
    ("series?indicator=I02&period=2026&step=month", 400, "UNKNOWN_PARAMETER", Some("bucket")),
    ("cells?layer=risk&period=2026&size=3", 400, "UNKNOWN_PARAMETER", Some("res")),
    ("records?indicator=I02&period=2026&sides=num", 400, "UNKNOWN_PARAMETER", Some("side")),
    ("batches?pages=1", 400, "UNKNOWN_PARAMETER", Some("page")),
    ("figures?indicators=I02&indicators=I05&period=2026", 400, "REPEATED_PARAMETER", None),
    ("figures?indicators=I2&period=2026", 404, "UNKNOWN_INDICATOR", Some("I02")),
    ("series?indicator=i02&period=2026", 404, "UNKNOWN_INDICATOR", Some("I02")),
    ("records?indicator=I99&side=num&period=2026", 404, "UNKNOWN_INDICATOR", Some("I05")),
    ("figures?indicators=I02&unit=110199&period=2026", 404, "UNKNOWN_UNIT", Some("110101")),
    ("series?indicator=I02&unit=%27%20OR%201=1&period=2026", 404, "UNKNOWN_UNIT", Some("110101")),
    ("records?indicator=I02&side=num&unit=%00&period=2026", 404, "UNKNOWN_UNIT", Some("110101")),
    ("figures?indicators=I02&period=2026-13", 400, "BAD_PERIOD", Some("2026Q3")),
    ("figures?indicators=I02&period=2026Q5", 400, "BAD_PERIOD", Some("2026Q3")),
    ("figures?indicators=I02&period=2026-02-30..2026-03-01", 400, "BAD_PERIOD", Some("2026Q3")),
    ("figures?indicators=I02&period=2026-03-01..2026-02-01", 400, "BAD_PERIOD", Some("2026Q3")),
    ("cells?layer=heat&period=2026", 404, "UNKNOWN_LAYER", Some("risk")),
    ("cells?layer=risk&period=2026&res=5", 400, "BAD_VALUE", None),
    ("records?indicator=I02&side=top&period=2026", 400, "BAD_VALUE", Some("num")),
    ("records?indicator=I02&side=num&period=2026&page=0", 400, "BAD_VALUE", None),
    ("series?indicator=I02&period=2026&bucket=hour", 400, "BAD_VALUE", Some("month")),
];

#[test]
fn a_question_that_cannot_be_answered_is_refused_with_what_could_be_asked() {
    let server = Server::with_demo(4_000, 3);
    server.await_ready();
    for (question, status, code, offered) in REFUSED {
        let answer = server.get(&format!("/api/v1/{question}"));
        assert_eq!(answer.status, status, "{question}: {}", answer.text());
        assert_refused(&answer, status, code);
        let Some(offered) = offered else { continue };
        let problem = answer.json();
        let allowed = problem["allowed"].as_array().expect("what is allowed");
        assert!(allowed.iter().any(|it| it == offered), "{question}: {problem}");
    }
    // Negative control: the offered values are answered.
    server.get("/api/v1/figures?indicators=I02,I05&unit=110101&period=2026Q3").ok();
    server.get("/api/v1/cells?layer=risk&period=2026&res=6").ok();
    server.get("/api/v1/series?indicator=I02&bucket=month&period=2026").ok();
}
