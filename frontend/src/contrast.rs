//! The theme's texts can be read on the theme's grounds: computed from `theme.css` itself.

use std::collections::BTreeMap;

use crate::map::Rgb;

const THEME: &str = include_str!("../../assets/css/theme.css");
const OTHER_STYLES: [&str; 3] = [
    include_str!("../../assets/css/page.css"),
    include_str!("../../assets/css/panels.css"),
    include_str!("../../assets/css/sheets.css"),
];

/// Tokens with an opaque colour, of one block of the file.
fn tokens(block: &str) -> BTreeMap<&str, Rgb> {
    let pairs =
        block.lines().filter_map(|line| line.trim().trim_end_matches(';').split_once(": #"));
    let opaque = pairs.filter(|(_, hex)| hex.len() == 6);
    opaque.map(|(name, hex)| (name, Rgb(u32::from_str_radix(hex, 16).unwrap()))).collect()
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (one.luminance() + 0.05, other.luminance() + 0.05);
    one.max(other) / one.min(other)
}

fn blocks() -> [(&'static str, BTreeMap<&'static str, Rgb>); 2] {
    let (dark, light) = THEME.split_once(":root[data-theme").unwrap();
    [("dark", tokens(dark)), ("light", tokens(light))]
}

#[track_caller]
fn readable(texts: &[&str], least: f64) {
    for (theme, tokens) in blocks() {
        for text in texts {
            for ground in ["--ground", "--ground-top", "--ground-edge", "--panel", "--sheet"] {
                let reached = contrast(tokens[text], tokens[ground]);
                assert!(reached >= least, "{theme}: {text} on {ground} has {reached:.2}:1");
            }
        }
    }
}

#[test]
fn first_and_second_text_reach_four_and_a_half_to_one_on_every_ground() {
    readable(&["--text-1", "--text-2"], 4.5);
}

#[test]
fn notes_and_signals_reach_at_least_three_to_one() {
    readable(&["--text-3", "--water", "--amber", "--vermilion", "--good"], 3.0);
}

#[test]
fn black_on_white_is_twenty_one_to_one() {
    assert!((contrast(Rgb(0), Rgb(0x00ff_ffff)) - 21.0).abs() < 1e-9);
}

#[test]
fn no_other_style_sheet_names_a_colour() {
    let named = |style: &&str| {
        style.lines().any(|line| {
            line.contains(": #")
                || line.contains(" #") && line.contains(';')
                || line.contains("rgb(")
        })
    };
    assert!(!OTHER_STYLES.iter().any(named));
    assert!(named(&THEME), "the guard sees colours where there are some");
}
