//! A mark of a stored row → what it is about: the column to look at, what stands there, what to do.
//!
//! Of a marked row the batch keeps the codes; everything else the row says itself. Free text is stored masked, so
//! nothing hidden comes back here.

use super::{Code, Fault};
use crate::feed::{Feed, Form};

/// What hides a personal number.
const HIDDEN: char = '*';

/// The mark as a fault; `row` holds the cells of the stored row, in the order of the feed's columns.
pub fn of_row(code: Code, feed: Feed, row: &[String]) -> Fault {
    let cell =
        |name: &str| feed.position(name).and_then(|at| row.get(at)).map_or("", String::as_str);
    let (names, hint): (&[&'static str], _) = match code {
        Code::W304LateReport => {
            (&["received_at"], "上报晚于行为 5 天以上：核对两个时间，或缩短上报周期".to_owned())
        }
        Code::W506OutsideRegion => {
            let region = cell("region_code");
            (&POINT, format!("坐标在所报区划 {region} 之外：核对坐标、坐标系与区划代码"))
        }
        Code::W507OnBorder => (&POINT, "坐标临近区界：归属以所报代码为准，请核对".to_owned()),
        Code::W508GeocodedOnly => (&POINT, "坐标仅由地址解析：请实测补正".to_owned()),
        Code::W509Stacked => (&POINT, "同一点上的对象过多，疑未逐一定位：请实测补正".to_owned()),
        Code::W702DupContent => {
            (&[], "与本批另一主键的行内容相同：如为同一事实，请撤回其一".to_owned())
        }
        Code::W704Unchanged => {
            (&["version"], "与本批同主键的另一行内容相同，未改变任何数字".to_owned())
        }
        Code::W901Pii => (&[], "身份证号或手机号已遮盖：请勿填入文本".to_owned()),
        _ => (&[], code.zh().to_owned()),
    };
    let (column, value) = match names {
        [] if code == Code::W901Pii => hidden(feed, row),
        [] => (feed.key(), cell(feed.key()).to_owned()),
        [first, ..] if feed.position(first).is_none() => ("", String::new()),
        [first, ..] => (*first, names.iter().map(|name| cell(name)).collect::<Vec<_>>().join(",")),
    };
    Fault::new(code, column, &value, hint)
}

const POINT: [&str; 2] = ["lon", "lat"];

/// The first text in which something is hidden.
fn hidden(feed: Feed, row: &[String]) -> (&'static str, String) {
    let mut texts = feed.columns().iter().zip(row).filter(|(column, _)| column.form == Form::Free);
    let found = texts.find(|(_, text)| text.contains(HIDDEN));
    found.map_or(("", String::new()), |(column, text)| (column.name, text.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Severity;

    fn row(feed: Feed, cells: &[(&str, &str)]) -> Vec<String> {
        let cell = |name: &str| cells.iter().find(|(of, _)| *of == name).map_or("", |it| it.1);
        feed.columns().iter().map(|column| cell(column.name).to_owned()).collect()
    }

    #[test]
    fn a_mark_points_at_the_cell_it_is_about() {
        let entity = row(
            Feed::Entity,
            &[("entity_id", "E1"), ("region_code", "110105"), ("lon", "116.4"), ("lat", "39.9")],
        );
        let outside = of_row(Code::W506OutsideRegion, Feed::Entity, &entity);
        assert_eq!((outside.column, &*outside.value), ("lon", "116.4,39.9"));
        assert!(outside.hint.contains("110105"));
        let twin = of_row(Code::W702DupContent, Feed::Entity, &entity);
        assert_eq!((twin.column, &*twin.value), ("entity_id", "E1"));
    }

    #[test]
    fn what_is_hidden_stays_hidden_and_its_column_is_found() {
        let texts = [("problem_id", "P1"), ("text", "店主电话 138********")];
        let mark = of_row(Code::W901Pii, Feed::Problem, &row(Feed::Problem, &texts));
        assert_eq!((mark.column, &*mark.value), ("text", "店主电话 138********"));
        let nothing = of_row(Code::W901Pii, Feed::Problem, &row(Feed::Problem, &[("text", "无")]));
        assert_eq!((nothing.column, &*nothing.value), ("", ""));
    }

    #[test]
    fn every_mark_has_advice_and_fits_a_row_of_every_feed() {
        for code in Code::ALL.iter().filter(|code| code.severity() == Severity::Mark) {
            for feed in Feed::ALL {
                let mark = of_row(*code, *feed, &row(*feed, &[]));
                assert_ne!(mark.hint, code.zh(), "{code}: only its meaning");
                let is_there = feed.position(mark.column).is_some();
                assert!(is_there || mark.column.is_empty(), "{code} of {}", feed.as_str());
            }
        }
    }
}
