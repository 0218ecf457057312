//! The same key and version with other content in a later delivery: listed, counted, and in force nowhere.

use domain::feed::Feed;

use super::site::Site;
use crate::lake::repair::csv_line;
use crate::store::contradict::Contradiction;

const HEAD: &str = "entity_id,name,id_type,specialty,region_code,state,org_code,geo_quality,address,\
                    lon,lat,crs,opened,version,src_system,update_flag,received_at";

/// One entity; what it is called and its version vary.
fn entity(id: &str, name: &str, version: u32) -> String {
    format!(
        "{id},{name},NONE,03,110105,ACTIVE,110105,SURVEYED,\"路,1号\",116.4836,39.9305,WGS84,2020-01-31,{version},file,1,2026-11-01 08:00:00\n"
    )
}

fn csv(rows: &[String]) -> String {
    format!("{HEAD}\n{}", rows.concat())
}

/// Delivered one after the other, each published before the next arrives.
fn grown(name: &str, deliveries: &[(&str, Vec<String>)]) -> Site {
    let mut site = Site::empty(name);
    site.open();
    for (id, rows) in deliveries {
        site.deliver(Feed::Entity, id, &csv(rows));
        site.store().publish().unwrap();
    }
    site
}

/// Delivered while nobody published.
fn at_once(name: &str, deliveries: &[(&str, Vec<String>)]) -> Site {
    let mut site = Site::empty(name);
    for (id, rows) in deliveries {
        site.deliver(Feed::Entity, id, &csv(rows));
    }
    site.open();
    site
}

fn of(site: &Site, batch: &str) -> Vec<Contradiction> {
    let seq = site.batch(batch).seq;
    site.store().current().contradictions(seq, 0, 100).unwrap()
}

#[test]
fn a_later_row_of_the_same_version_with_other_content_is_listed_with_both_batches() {
    let rows = [
        ("first", vec![entity("E1", "甲", 1), entity("E2", "乙", 1)]),
        ("second", vec![entity("E2", "乙", 1), entity("E1", "甲改", 1)]),
    ];
    let site = grown("listed", &rows);
    let found = of(&site, "second");
    let [row] = &found[..] else { panic!("{found:?}") };
    assert_eq!((row.row, row.key.as_str(), row.version), (2, "E1", 1));
    assert_eq!((row.of_seq, row.of_row), (site.batch("first").seq, 1));
    assert_eq!(row.differing, "name");
    assert_eq!(site.store().current().quality.rejected, 1);
    let (rows, accepted, rejected) = site.store().current().manifest.delivered;
    assert_eq!(rows, accepted + rejected);
    // Negative control: equal content, and another version with other content.
    assert_eq!(of(&site, "first"), []);
    let rows = [("first", vec![entity("E1", "甲", 1)]), ("second", vec![entity("E1", "甲改", 2)])];
    assert_eq!(of(&grown("raised", &rows), "second"), []);
}

#[test]
fn the_first_accepted_stays_in_force_and_a_listed_row_delivered_with_a_higher_version_replaces_it()
{
    let rows = [("first", vec![entity("E1", "甲", 1)]), ("second", vec![entity("E1", "甲改", 1)])];
    let site = grown("repair", &rows);
    assert_eq!(site.name_of("E1"), "甲");
    let columns = Feed::Entity.columns();
    let version = columns.iter().position(|column| column.name == "version").unwrap();
    let mut cells = of(&site, "second")[0].cells.clone();
    assert_eq!(cells.len(), columns.len());
    cells[version] = "2".to_owned();
    let header: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let line = csv_line(cells.iter().map(String::as_str));
    let receipt =
        site.deliver(Feed::Entity, "repaired", &format!("{}\n{line}\n", header.join(",")));
    assert_eq!((receipt.accepted, receipt.rejected), (1, 0));
    site.store().publish().unwrap();
    assert_eq!(site.name_of("E1"), "甲改");
    assert_eq!(of(&site, "repaired"), []);
}

#[test]
fn small_parts_one_build_and_a_merge_list_the_same_rows() {
    let rows = [
        ("a", vec![entity("E1", "甲", 1), entity("E2", "乙", 2), entity("E3", "丙", 1)]),
        // Of one version with what is stored, of a lower one, and a new key.
        ("b", vec![entity("E1", "甲二", 1), entity("E2", "旧", 1), entity("E4", "丁", 1)]),
        // A contradiction that is superseded in the same delivery.
        ("c", vec![entity("E1", "甲三", 1), entity("E1", "甲四", 2), entity("E4", "丁", 1)]),
        ("d", vec![entity("E1", "甲五", 2), entity("E1", "甲六", 1), entity("E3", "丙", 1)]),
    ];
    let site = grown("grown", &rows);
    let listed = site.contradictions();
    let count = |batch: &str| of(&site, batch).len();
    assert_eq!(["a", "b", "c", "d"].map(count), [0, 1, 1, 2], "{listed:#?}");
    let delivered = site.store().current().manifest.delivered;
    site.store().compact().unwrap();
    assert_eq!(site.contradictions(), listed);
    site.store().rebuild(&|_| {}).unwrap();
    assert_eq!(site.contradictions(), listed);
    assert_eq!(site.store().current().manifest.delivered, delivered);
    assert_eq!(at_once("at-once", &rows).contradictions(), listed);
}

#[test]
fn a_late_row_is_held_against_the_first_of_its_very_version_wherever_that_is_by_now() {
    let rows = [
        // Passed within its own delivery, passed by the next one, and one whose first version never came.
        ("a", vec![entity("E1", "甲", 1), entity("E1", "甲二", 2), entity("E2", "乙", 1)]),
        ("b", vec![entity("E2", "乙二", 2), entity("E3", "丙二", 2)]),
        // Late: like the first of its version, unlike it, and the first of its version itself.
        ("c", vec![entity("E1", "甲", 1), entity("E2", "乙改", 1), entity("E3", "丙", 1)]),
        // Late again: the first of its version was late as well, and is in no table.
        ("d", vec![entity("E3", "丙改", 1), entity("E1", "甲改", 1), entity("E2", "乙", 1)]),
    ];
    let expected = |site: &Site| {
        let listed = |batch: &str| {
            let rows = of(site, batch).into_iter();
            rows.map(|it| (it.key, it.version, it.of_seq, it.of_row)).collect::<Vec<_>>()
        };
        let seq = |batch: &str| site.batch(batch).seq;
        assert_eq!([listed("a"), listed("b")], [[], []]);
        assert_eq!(listed("c"), [("E2".to_owned(), 1, seq("a"), 3)]);
        let late = [("E3".to_owned(), 1, seq("c"), 3), ("E1".to_owned(), 1, seq("a"), 1)];
        assert_eq!(listed("d"), late);
        assert_eq!(["E1", "E2", "E3"].map(|id| site.name_of(id)), ["甲二", "乙二", "丙二"]);
    };
    expected(&grown("late", &rows));
    expected(&at_once("late-at-once", &rows));
    // The rows that were passed are in no table any more: a merge keeps the highest versions only.
    let site = grown("late-merged", &rows[..3]);
    site.store().compact().unwrap();
    site.deliver(Feed::Entity, "d", &csv(&rows[3].1));
    site.store().publish().unwrap();
    expected(&site);
}

#[test]
fn rows_are_read_page_by_page_and_survive_a_restart() {
    let many = |name: &str| (0..7).map(|at| entity(&format!("E{at}"), name, 1)).collect();
    let mut site = grown("pages", &[("first", many("甲")), ("second", many("乙"))]);
    let seq = site.batch("second").seq;
    let rows = |site: &Site, skip, rows| {
        let found = site.store().current().contradictions(seq, skip, rows).unwrap();
        found.iter().map(|row| row.row).collect::<Vec<_>>()
    };
    assert_eq!(rows(&site, 0, 3), [1, 2, 3]);
    assert_eq!(rows(&site, 6, 3), [7]);
    assert_eq!(rows(&site, 7, 3), [0_u64; 0]);
    site.reopen();
    assert_eq!(rows(&site, 2, 2), [3, 4]);
    assert_eq!(site.store().current().contradicted(seq), 7);
}
