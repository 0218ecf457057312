//! What a server answers, without what may differ between roots: the generation and its cut-off.

use guanlan_tests::Server;
use serde_json::Value;

/// Each question with its answer.
pub(crate) type Answers = Vec<(&'static str, Value)>;

/// Answers that depend on the facts alone.
const OF_FACTS: [&str; 9] = [
    "figures?indicators=I01,I02,I02b,I03,I05,I05b,I06,I06n,I06b,I08,I35,I51&by=org&period=2026",
    "figures?indicators=I01,I02,I03,I35,I51&by=region&at=location&period=2026-03-05..2026-08-20",
    "figures?indicators=I02,I05,I06,I35&by=specialty&unit=110105&period=2026Q1",
    "figures?indicators=I01,I06&by=method&period=2026-02&compare=mom",
    "series?indicator=I02&bucket=month&period=2026-01-01..2026-11-01",
    "series?indicator=I51&unit=110118&bucket=day&period=2026-03-01..2026-05-01",
    "cells?layer=complaints&period=2026&res=9",
    "records?indicator=I06&side=num&period=2026&page_size=1000",
    "records?indicator=I05&side=den&unit=110108&period=2026&page_size=1000",
];

/// Answers that also depend on the day of the last delivery.
const OF_THE_DAY: [&str; 2] =
    ["figures?indicators=R&by=org&period=2026", "cells?layer=risk&period=2026&res=8"];

pub(crate) fn of_facts(server: &Server) -> Answers {
    ask(server, &OF_FACTS)
}

pub(crate) fn all(server: &Server) -> Answers {
    [ask(server, &OF_FACTS), ask(server, &OF_THE_DAY)].concat()
}

fn ask(server: &Server, questions: &[&'static str]) -> Answers {
    let answer = |question: &&'static str| {
        let mut answer = server.get(&format!("/api/v1/{question}")).ok();
        let fields = answer.as_object_mut().expect("an answer is an object");
        fields.remove("generation");
        fields.remove("cutoff");
        (*question, answer)
    };
    questions.iter().map(answer).collect()
}

/// Names the question that is answered differently; `right` may hold more questions.
#[track_caller]
pub(crate) fn assert_equal(left: &Answers, right: &Answers, what: &str) {
    assert!(left.len() <= right.len(), "{what}");
    for ((question, left), (_, right)) in left.iter().zip(right) {
        assert_eq!(left, right, "{what}: {question}");
    }
}
