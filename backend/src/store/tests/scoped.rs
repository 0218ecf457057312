//! What a scope hides from points, rows and areas.

use domain::feed::Feed;
use domain::wire::{Attribution, Records};

use super::site::Site;
use crate::query::{
    AreasQuestion, Filter, HeldQuestion, PointsQuestion, QueryError, RecordsQuestion, Scope, Side,
};

fn points(site: &Site, unit: &str, scope: &Scope) -> Result<Vec<String>, QueryError> {
    let question = PointsQuestion { unit: unit.to_owned(), at: None };
    let answer = question.ask(&site.store().current(), scope)?;
    Ok(answer.points.into_iter().map(|point| point.id).collect())
}

fn row(site: &Site, unit: &str, row: &str, scope: &Scope) -> Result<Records, QueryError> {
    let question = RecordsQuestion {
        indicator: "I01".to_owned(),
        side: Side::Num,
        unit: unit.to_owned(),
        period: "2026".parse().unwrap(),
        at: Some(Attribution::Location),
        filter: Filter::default(),
        row: Some(row.to_owned()),
        cell: None,
        within: None,
        stage: None,
        page: 1,
        page_size: 1000,
        sort: None,
    };
    question.ask(&site.store().current(), scope)
}

#[test]
fn a_scope_hides_the_points_the_rows_and_the_areas_of_other_orgs() {
    let site = Site::demo("scoped", 3_000);
    let (own, all) = (Scope::org("110105"), Scope::all());
    assert!(points(&site, "110101", &own).is_err(), "another org does not exist");
    assert!(!points(&site, "110101", &all).unwrap().is_empty(), "negative control");
    assert_eq!(points(&site, "110105", &own).unwrap(), points(&site, "110105", &all).unwrap());

    let here = row(&site, "110105", "org:110105", &own).unwrap();
    assert!(here.total > 0 && here.rows.iter().all(|it| it.org.as_deref() == Some("110105")));
    assert!(row(&site, "110105", "org:110101", &own).is_err(), "a row of another org is none");
    assert!(row(&site, "110105", "org:110101", &all).is_ok(), "negative control");

    let areas = |parent: &str, scope| {
        let question = AreasQuestion { parent: parent.to_owned() };
        question.ask(&site.store().current(), scope).unwrap()
    };
    assert_eq!(areas("110101", &own).len(), 0, "nothing of this org lies there");
    assert!(areas("110101", &all).len() > 5, "negative control");
    assert!(areas("110105", &own).len() > 10);
}

#[test]
fn a_scope_hides_what_waits_for_another_fact_of_other_orgs() {
    let mut site = Site::empty("scoped-held");
    let visits = "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,start_at,finish_at,result,officer_ids\n\
        P1,E9,110105,03,ROUTINE,OFFSITE,REMOTE,2026-05-06 09:00:00,2026-05-06 10:00:00,NO_PROBLEM,a\n\
        P2,E9,110101,03,ROUTINE,OFFSITE,REMOTE,2026-05-06 09:00:00,2026-05-06 10:00:00,NO_PROBLEM,a\n";
    let found = "problem_id,insp_id,entity_id,severity,found_at,verified,state\n\
        Q1,P7,E9,1,2026-05-06 09:00:00,true,FOUND\n";
    assert_eq!(site.deliver(Feed::Inspection, "i", visits).rejected, 0);
    assert_eq!(site.deliver(Feed::Problem, "q", found).rejected, 0);
    site.open();
    let ids = |scope: &Scope| {
        let question = HeldQuestion { page: 1, page_size: 10 };
        let found = question.ask(&site.store().current(), scope).unwrap();
        assert_eq!(usize::try_from(found.total), Ok(found.facts.len()));
        found.facts.into_iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&Scope::all()), ["P1", "P2", "Q1"], "negative control");
    assert_eq!(ids(&Scope::org("110105")), ["P1"], "whose the problem is, nobody knows yet");
    assert!(ids(&Scope::org("no such org")).is_empty());
}
