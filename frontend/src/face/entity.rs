//! One entity's file → its register, the weight of each risk factor, its events.
//!
//! A factor and what it rests on find each other by the factor's id: facts carry it, so does the register's column
//! that it was read from.

use std::collections::BTreeMap;

use domain::code::UpdateFlag;
use domain::ratio::Decimal;
use domain::risk::Factor;
use domain::time::Stamp;
use domain::wire::{ColumnWords, EntityFile, RiskScore, TimelineEntry};
use serde_json::Value;

use crate::face::record::{self, plain, specialty, words};
use crate::format;
use crate::text::{DOT, Lang, Text};

/// One fact on the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) at: String,
    pub(crate) feed: String,
    pub(crate) name: String,
    pub(crate) gist: String,
    pub(crate) id: String,
    /// When it was due and when it was done, or what was found, each under its name.
    pub(crate) ends: Vec<(String, String)>,
    /// 超期 6 天, 撤销
    pub(crate) marks: Vec<String>,
    /// Ids of the factors it counts for, between blanks.
    pub(crate) factors: String,
    pub(crate) fields: Vec<Line>,
}

/// A column with its value, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) column: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

impl Line {
    /// The factor that is read from this column of the register, or nothing.
    pub(crate) fn factor(&self) -> &'static str {
        match &*self.column {
            "risk_class" => Factor::InherentClass.as_str(),
            "grade" => Factor::Grade.as_str(),
            _ => "",
        }
    }
}

type Fields = BTreeMap<String, Value>;

pub(crate) fn event(lang: Lang, file: &EntityFile, entry: &TimelineEntry) -> Event {
    let fields = lines(lang, file, &entry.feed, &entry.fields);
    Event {
        at: entry.at.map(format::full_moment).unwrap_or_default(),
        feed: entry.feed.clone(),
        name: record::feed(lang, &entry.feed).to_owned(),
        gist: record::gist(lang, &entry.feed, &entry.fields),
        id: entry.id.clone(),
        ends: ends(lang, file, entry, &fields),
        marks: marks(lang, entry),
        factors: entry.factors.join(" "),
        fields,
    }
}

/// `lines` are those of the fact.
fn ends(
    lang: Lang,
    file: &EntityFile,
    entry: &TimelineEntry,
    lines: &[Line],
) -> Vec<(String, String)> {
    let said = |text: Text, value: String| (lang.say(text).to_owned(), value);
    let due = entry.due.map(|it| said(Text::DueBy, limit(it)));
    // A complaint is accepted before anything is done about it.
    let is_done = |it: &&Line| match &*it.column {
        "feedback_at" | "withdraw_at" | "closed_at" => true,
        "accepted_at" => entry.feed == "order",
        _ => false,
    };
    let done = lines.iter().filter(is_done).map(|it| (it.name.clone(), it.value.clone()));
    let is_own = |it: &&TimelineEntry| {
        it.feed == "problem" && it.fields.get("insp_id").and_then(Value::as_str) == Some(&entry.id)
    };
    let found = file.timeline.iter().filter(is_own).count();
    let found = (entry.feed == "inspection" && found > 0)
        .then(|| said(Text::ProblemsFound, found.to_string()));
    due.into_iter().chain(done).chain(found).collect()
}

fn marks(lang: Lang, entry: &TimelineEntry) -> Vec<String> {
    let late = entry.late_days.map(|days| {
        [lang.say(Text::Late), " ", &days.to_string(), lang.pick(" 天", " d")].concat()
    });
    let flag = entry.fields.get("update_flag").and_then(Value::as_str);
    let undone = flag == Some(UpdateFlag::Withdrawn.as_str());
    late.into_iter().chain(undone.then(|| lang.say(Text::Undone).to_owned())).collect()
}

/// An instant; of a limit that ends with its day, the day.
fn limit(at: Stamp) -> String {
    let told = format::full_moment(at);
    told.strip_suffix(" 23:59").map_or(told.clone(), str::to_owned)
}

/// The columns of a fact or of the register that hold something, in words.
fn lines(lang: Lang, file: &EntityFile, feed: &str, fields: &Fields) -> Vec<Line> {
    let columns = file.columns.iter().filter(|it| it.feed == feed);
    let line = |column: &ColumnWords| {
        let value = fields.get(&column.column)?;
        let code = plain(value);
        let word = column.words.iter().find(|it| it.0 == code);
        let value = match (value, word) {
            (_, Some((_, zh, en))) => lang.pick(zh, en).to_owned(),
            (Value::Bool(true), _) => lang.pick("是", "yes").to_owned(),
            (Value::Bool(false), _) => lang.pick("否", "no").to_owned(),
            // Instants are the only ones with an offset.
            _ if code.contains("+08:00") => code.parse().map_or(code, limit),
            _ => code,
        };
        let name = lang.named(&column.name, &column.column).replace('_', " ");
        (!value.is_empty()).then(|| Line { column: column.column.clone(), name, value })
    };
    let mut lines: Vec<Line> = columns.filter_map(line).collect();
    // Coordinates say which system they came in.
    let datum = lines.iter().find(|it| it.column == "crs").map(|it| it.value.clone());
    let coordinates = lines.iter_mut().filter(|it| matches!(&*it.column, "lon" | "lat"));
    coordinates.for_each(|it| {
        if let Some(datum) = &datum {
            it.value.push_str(DOT);
            it.value.push_str(datum);
        }
    });
    lines
}

/// One of the eight parts of a score.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FactorFace {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Points and the most it could give.
    pub(crate) points: String,
    /// How much of its weight it uses.
    pub(crate) fill: f64,
    /// Of a hundred points: these stand side by side and make the score.
    pub(crate) share: f64,
    /// What it rests on, or why on nothing.
    pub(crate) rests: String,
    /// Whether what it rests on stands on the page.
    pub(crate) leads: bool,
}

pub(crate) fn factors(lang: Lang, file: &EntityFile, risk: &RiskScore) -> Vec<FactorFace> {
    let number = |text: &str| text.parse::<Decimal>().map_or(0.0, Decimal::as_f64);
    let face = |(id, points, weight): &(String, String, String)| {
        let limit = number(weight);
        let (rests, leads) = rests(lang, file, id);
        FactorFace {
            id: id.clone(),
            name: record::factor(lang, id).to_owned(),
            points: format!("{points} / {weight}"),
            fill: if limit > 0.0 { number(points) / limit } else { 0.0 },
            share: number(points) / 100.0,
            rests,
            leads,
        }
    };
    risk.contributions.iter().map(face).collect()
}

/// What a factor rests on, and whether the page shows it.
fn rests(lang: Lang, file: &EntityFile, id: &str) -> (String, bool) {
    let count = file.timeline.iter().filter(|it| it.factors.iter().any(|own| own == id)).count();
    if count > 0 {
        return ([&*count.to_string(), lang.pick(" 条记录", " on record")].concat(), true);
    }
    let column = match id {
        "inherent_class" => "risk_class",
        _ => id,
    };
    let is_registered = file.fields.get(column).is_some_and(|it| !plain(it).is_empty());
    let (text, leads) = match id {
        "inherent_class" | "grade" if is_registered => (Text::EntityFields, true),
        "inherent_class" | "grade" => (Text::NotRegistered, false),
        "neighbourhood" => (Text::AroundIt, file.position.is_some()),
        "alarms" => (Text::NoDevice, false),
        "since_inspection" => (Text::NeverInspected, false),
        _ => (Text::NoneOnRecord, false),
    };
    (lang.say(text).to_owned(), leads)
}

/// What identifies an entity beside its name: specialty, kind, state, place, org, number.
pub(crate) fn identity(lang: Lang, file: &EntityFile) -> Vec<String> {
    let field = |name: &str| file.fields.get(name).map(plain).unwrap_or_default();
    let parts = [
        specialty(lang, &field("specialty")),
        field("entity_type"),
        words(lang, "entity", &field("state")),
        file.place_name.clone(),
        file.org_name.clone(),
        file.id.clone(),
    ];
    parts.into_iter().filter(|it| !it.is_empty()).collect()
}

/// The register's columns in their own order under their own names; empty ones and the delivery's tail left out.
pub(crate) fn register(lang: Lang, file: &EntityFile) -> Vec<Line> {
    let tail = ["src_system", "src_id", "version", "update_flag", "received_at"];
    let mut lines = lines(lang, file, "entity", &file.fields);
    lines.retain(|it| !tail.contains(&&*it.column));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns with the name of one code each.
    const COLUMNS: [[&str; 5]; 15] = [
        ["entity", "id_type", "证件类型", "NONE", "无"],
        ["entity", "risk_class", "固有风险等级", "1", "Ⅰ类"],
        ["entity", "region_code", "区划代码", "110105", "朝阳区（110105）"],
        ["entity", "lon", "经度", "", ""],
        ["entity", "crs", "坐标系", "GCJ02", "GCJ-02"],
        ["entity", "org_code", "监管机构", "110105", "朝阳区（110105）"],
        ["entity", "address", "地址", "", ""],
        ["entity", "version", "版本", "", ""],
        ["problem", "severity", "严重程度", "2", "较重"],
        ["problem", "verified", "是否核实", "", ""],
        ["problem", "version", "版本", "", ""],
        ["problem", "update_flag", "更新标志", "3", "撤销"],
        ["order", "feedback_at", "反馈时间", "", ""],
        ["order", "accepted_at", "审核时间", "", ""],
        ["complaint", "accepted_at", "受理时间", "", ""],
    ];

    fn told(fields: &str, more: &str) -> EntityFile {
        let text = r#"{"generation":1,"cutoff":"2026-11-21T00:00:00+08:00","definitions":"","demo":true,"id":"E1",
            "name":"一户","org":"110105","org_name":"朝阳区","place":"110105","place_name":"朝阳区",
            "position":[116.4,39.9],"risk":null,"columns":[]"#;
        let text = format!("{text},\"fields\":{fields},\"timeline\":[{more}]}}");
        let column = |[feed, column, name, code, zh]: [&str; 5]| ColumnWords {
            feed: feed.to_owned(),
            column: column.to_owned(),
            name: name.to_owned(),
            words: vec![(code.to_owned(), zh.to_owned(), zh.to_owned())],
        };
        let columns = COLUMNS.map(column).to_vec();
        EntityFile { columns, ..serde_json::from_str(&text).unwrap() }
    }

    fn fact(feed: &str, more: &str, fields: &str) -> String {
        format!(
            r#"{{"at":"2026-11-01T10:00:00+08:00","feed":"{feed}","id":"P1",{more},"fields":{fields}}}"#
        )
    }

    fn pairs(lines: &[Line]) -> Vec<[&str; 2]> {
        lines.iter().map(|it| [&*it.name, &*it.value]).collect()
    }

    #[test]
    fn a_factor_fills_the_share_of_its_weight_that_it_uses_and_leads_to_what_it_rests_on() {
        let late = r#""due":"2026-11-15T23:59:59+08:00","late_days":6,"factors":["violations","overdue_rectification"]"#;
        let file = told(r#"{"risk_class":"1"}"#, &fact("problem", late, "{}"));
        let ids =
            ["violations", "inherent_class", "grade", "complaints", "alarms", "neighbourhood"];
        let part = |id: &&str| ((*id).to_owned(), "12.500".to_owned(), "25.000".to_owned());
        let risk = RiskScore {
            as_of: "2026-11-21".parse().unwrap(),
            score: "40.000".to_owned(),
            band: "yellow".to_owned(),
            contributions: ids.iter().map(part).collect(),
        };
        let faces = factors(Lang::Zh, &file, &risk);
        assert_eq!([&*faces[0].name, &*faces[0].points], ["违法历史", "12.500 / 25.000"]);
        assert!((faces[0].fill - 0.5).abs() < 1e-9);
        assert!((faces[0].share - 0.125).abs() < 1e-9);
        let rests: Vec<_> = faces.iter().map(|it| (&*it.rests, it.leads)).collect();
        let expected = [
            ("1 条记录", true),
            ("登记事项", true),
            ("未登记，按中间值", false),
            ("无此类记录", false),
            ("无在线设备，不计", false),
            ("周边 90 天投诉", true),
        ];
        assert_eq!(rests, expected);
        let class = register(Lang::Zh, &file);
        assert_eq!((class[0].factor(), &*class[0].value), ("inherent_class", "Ⅰ类"));
    }

    #[test]
    fn the_register_reads_in_words_with_codes_behind_names_and_without_the_tail_of_the_delivery() {
        let file = told(
            r#"{"version":3,"id_type":"NONE","address":null,"org_code":"110105","region_code":"110199",
            "lon":116.4,"crs":"GCJ02"}"#,
            "",
        );
        let expected = [
            ["证件类型", "无"],
            ["区划代码", "110199"],
            ["经度", "116.4 · GCJ-02"],
            ["坐标系", "GCJ-02"],
            ["监管机构", "朝阳区（110105）"],
        ];
        assert_eq!(pairs(&register(Lang::Zh, &file)), expected, "an unknown code stays as it is");
    }

    #[test]
    fn a_fact_says_when_it_was_due_and_done_and_how_late_and_opens_all_its_columns() {
        let late = r#""due":"2026-11-15T23:59:59+08:00","late_days":6,"factors":["violations"]"#;
        let fields = r#"{"severity":"2","state":"RECTIFYING","due":"2026-11-15","insp_id":"P1","verified":true,"version":2,
            "update_flag":"3"}"#;
        let own = r#""due":null,"late_days":null,"factors":[]"#;
        let more =
            [fact("problem", late, fields), fact("inspection", own, r#"{"result":"ORDERED"}"#)];
        let file = told("{}", &more.join(","));
        let problem = event(Lang::Zh, &file, &file.timeline[0]);
        assert_eq!(problem.ends, [("期限".to_owned(), "2026-11-15".to_owned())]);
        assert_eq!(
            (problem.marks.join(" "), &*problem.factors),
            ("超期 6 天 撤销".to_owned(), "violations")
        );
        let lines = pairs(&problem.fields);
        let expected =
            [["严重程度", "较重"], ["是否核实", "是"], ["版本", "2"], ["更新标志", "撤销"]];
        assert_eq!(lines, expected);
        let visit = event(Lang::En, &file, &file.timeline[1]);
        assert_eq!(visit.ends, [("Problems found".to_owned(), "1".to_owned())]);
        assert!(visit.marks.is_empty());
        let closed = r#"{"accepted_at":"2026-11-02T09:30:00+08:00","feedback_at":"2026-11-03T18:05:00+08:00"}"#;
        let order = told("{}", &fact("order", own, closed));
        let order = event(Lang::Zh, &order, &order.timeline[0]).ends;
        let order: Vec<_> = order.iter().map(|it| format!("{} {}", it.0, it.1)).collect();
        assert_eq!(order, ["反馈时间 2026-11-03 18:05", "审核时间 2026-11-02 09:30"]);
        let complaint = told("{}", &fact("complaint", own, closed));
        assert_eq!(event(Lang::Zh, &complaint, &complaint.timeline[0]).ends, [], "no end yet");
    }
}
