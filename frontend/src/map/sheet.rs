//! The words of a printed picture and its size → where everything stands on the page; pure.
//!
//! A title over the whole page, the map below it, its legends in a column beside it, the source at the foot. Lines are
//! broken to their column; the page grows with its words, so that nothing is written over the map or off the page.

use super::labels::{Frame, width_of};

/// What is written round a printed picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub title: String,
    /// Under the title: unit, period, how old the records are.
    pub lines: Vec<String>,
    pub keys: Vec<Key>,
    /// At the foot: where the map is from, what is synthetic.
    pub foot: Vec<String>,
    /// Name of the file.
    pub file: String,
}

/// The legend of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    pub title: String,
    /// Below the classes: what a value rests on, how the limits were found, what the patterns mean.
    pub lines: Vec<String>,
    /// CSS colour and what it stands for, the lowest first.
    pub classes: Vec<(String, String)>,
}

/// Where everything stands, in CSS pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Page {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) map: Frame,
    pub(crate) swatches: Vec<(Frame, String)>,
    pub(crate) words: Vec<Words>,
}

/// One line: its left end on the base line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) px: f64,
    pub(crate) style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Style {
    Title,
    Strong,
    Plain,
    Faint,
}

/// All in heights of the map's labels.
const MARGIN: f64 = 1.75;
const COLUMN: f64 = 15.0;
const GAP: f64 = 1.5;
const SWATCH: (f64, f64) = (2.0, 1.15);
/// From one base line to the next, in heights of the letters.
const LEADING: f64 = 1.5;
/// No line begins with these.
const CLOSING: [char; 12] = ['，', '。', '、', '；', '：', '）', '》', ',', '.', ')', ']', '%'];

/// The page round a map of this size, with letters of `em` CSS pixels.
pub(crate) fn composed(sheet: &Sheet, (width, height): (f64, f64), em: f64) -> Page {
    let (margin, gap) = (MARGIN * em, GAP * em);
    let whole = width + gap + COLUMN * em;
    let mut page = Page { width: whole + 2.0 * margin, ..Page::default() };
    let mut y = page.write(&sheet.title, (margin, margin, whole), (1.7 * em, Style::Title));
    for line in &sheet.lines {
        y = page.write(line, (margin, y, whole), (em, Style::Plain));
    }
    y += 0.75 * em;
    page.map = Frame { left: margin, top: y, right: margin + width, bottom: y + height };
    let legends = page.legends(&sheet.keys, (page.map.right + gap, y), em);
    y = page.map.bottom.max(legends) + em;
    for line in &sheet.foot {
        y = page.write(line, (margin, y, whole), (0.85 * em, Style::Faint));
    }
    page.height = y + margin - 0.4 * em;
    page
}

impl Page {
    /// One below the other; returns where they end.
    fn legends(&mut self, keys: &[Key], (x, top): (f64, f64), em: f64) -> f64 {
        let (column, mut y) = (COLUMN * em, top);
        for key in keys {
            y = self.write(&key.title, (x, y, column), (1.05 * em, Style::Strong)) + 0.25 * em;
            for (colour, words) in key.classes.iter().rev() {
                let (right, bottom) = (x + SWATCH.0 * em, y + SWATCH.1 * em);
                self.swatches.push((Frame { left: x, top: y, right, bottom }, colour.clone()));
                let place = (right + 0.6 * em, bottom - 0.25 * em);
                self.put(words.clone(), place, (0.9 * em, Style::Plain));
                y = bottom;
            }
            y += 0.35 * em;
            for line in key.lines.iter().filter(|it| !it.is_empty()) {
                y = self.write(line, (x, y, column), (0.85 * em, Style::Faint));
            }
            y += 1.25 * em;
        }
        y
    }

    /// Text broken into lines from `y` down; returns where the next may begin.
    fn write(
        &mut self,
        text: &str,
        (x, y, width): (f64, f64, f64),
        (px, style): (f64, Style),
    ) -> f64 {
        let mut y = y;
        for line in broken(text, width / px) {
            self.put(line, (x, y + px * 1.1), (px, style));
            y += px * LEADING;
        }
        y
    }

    fn put(&mut self, text: String, (x, y): (f64, f64), (px, style): (f64, Style)) {
        self.words.push(Words { text, x, y, px, style });
    }
}

/// Text → lines no wider than so many letters: Chinese breaks anywhere, other words between words.
fn broken(text: &str, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let Some(line) = lines.last_mut() else { break };
        let fits = width_of(&[&**line, piece.trim_end()].concat(), 1.0) <= width;
        if fits || line.is_empty() || piece.starts_with(CLOSING) {
            line.push_str(&piece);
        } else {
            lines.push(piece);
        }
    }
    lines.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// What a line may be broken between.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in text.chars() {
        let Some(last) = pieces.last_mut() else { break };
        let ends = last.ends_with(|it: char| it == ' ' || !it.is_ascii()) || !letter.is_ascii();
        if ends && letter != ' ' && !CLOSING.contains(&letter) {
            pieces.push(letter.into());
        } else {
            last.push(letter);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let key = |title: &str| Key {
            title: title.to_owned(),
            lines: vec![
                "按承办机构 · 分母 已完成的日常非现场检查与无豁免理由的现场检查（户次）".to_owned(),
                "Classes fixed · half-open [a, b) · no base is hatched".to_owned(),
            ],
            classes: (0..7).map(|at| (String::new(), format!("{at}0–{}0", at + 1))).collect(),
        };
        Sheet {
            title: "监督总览".to_owned(),
            lines: vec!["北京市 · 2026 年 · 数据截至 2026-11-21 00:00".to_owned()],
            keys: vec![
                key("非现场检查量占比 · %"),
                key("Off-site share of routine inspections · %"),
            ],
            foot: vec![
                "演示数据 · 示意图 未经审图 · 来源 ECharts 4.9.0 map/json (Apache-2.0) · GCJ02"
                    .to_owned(),
            ],
            file: String::new(),
        }
    }

    fn frame(words: &Words) -> Frame {
        let (top, right) = (words.y - words.px, words.x + width_of(&words.text, words.px));
        Frame { left: words.x, top, right, bottom: words.y }
    }

    fn meet(a: &Frame, b: &Frame) -> bool {
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
    }

    #[test]
    fn on_a_small_map_and_a_large_one_nothing_is_written_over_the_map_or_off_the_page() {
        for (size, em) in
            [((440.0, 360.0), 13.0), ((1000.0, 920.0), 16.0), ((2000.0, 1900.0), 32.0)]
        {
            let page = composed(&sheet(), size, em);
            let frames: Vec<Frame> = page.words.iter().map(frame).collect();
            assert!(frames.len() > 25, "{}", frames.len());
            for (at, one) in frames.iter().enumerate() {
                let text = &page.words[at].text;
                assert!(
                    one.left >= em && one.right <= page.width - em,
                    "{text} is beside the page"
                );
                assert!(one.top >= em && one.bottom <= page.height - em, "{text} is off the page");
                assert!(!meet(one, &page.map), "{text} is over the map");
                assert!(!frames[at + 1..].iter().any(|it| meet(one, it)), "{text} meets another");
            }
            let swatches = page.swatches.iter().map(|it| it.0);
            assert!(swatches.clone().all(|it| it.left > page.map.right && it.bottom < page.height));
        }
        let words = Words { text: "over".to_owned(), x: 9.0, y: 9.0, px: 8.0, style: Style::Plain };
        assert!(meet(&frame(&words), &frame(&words)), "the check can fail");
    }

    #[test]
    fn a_line_breaks_between_words_and_before_no_closing_mark() {
        assert_eq!(broken("分母 已完成的检查（户次）", 6.0), ["分母 已完成", "的检查（户", "次）"]);
        assert_eq!(broken("half-open [a, b)", 6.0), ["half-open", "[a, b)"]);
        assert_eq!(broken("", 6.0), Vec::<String>::new());
    }
}
