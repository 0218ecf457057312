//! What a canvas shows, as colours on a grid of its pixels.

use std::collections::{BTreeMap, BTreeSet};

use guanlan_tests::Browser;
use serde_json::json;

/// From one compared pixel to the next.
const STEP: usize = 4;

/// Spoils the map and reads a canvas in the frame in which it is drawn anew.
const READ: &str = "const [name, step, done] = arguments; \
    dispatchEvent(new Event('resize')); \
    requestAnimationFrame(() => { \
        const canvas = document.querySelector(name); \
        const copy = document.createElement('canvas'); \
        [copy.width, copy.height] = [canvas.width, canvas.height]; \
        const pen = copy.getContext('2d', {willReadFrequently: true}); \
        pen.drawImage(canvas, 0, 0); \
        const {data, width, height} = pen.getImageData(0, 0, copy.width, copy.height); \
        const rows = []; \
        for (let y = 0; y < height; y += step) { \
            const row = []; \
            for (let x = 0; x < width; x += step) { \
                const at = (y * width + x) * 4; \
                row.push(data[at + 3] && (data[at] << 16 | data[at + 1] << 8 | data[at + 2]) + 1); \
            } \
            rows.push(row); \
        } \
        done(rows); \
    })";

/// Rows of colours, 0 where nothing is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Picture(Vec<Vec<u64>>);

/// From one picture to another: larger about a place, then further by some pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moved {
    pub(crate) about: (f64, f64),
    pub(crate) times: f64,
    pub(crate) by: (f64, f64),
}

impl Moved {
    pub(crate) const NOT: Self = Self { about: (0.0, 0.0), times: 1.0, by: (0.0, 0.0) };

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let along = |at: f64, about: f64, by: f64| (at - about) * self.times + about + by;
        (along(x, self.about.0, self.by.0), along(y, self.about.1, self.by.1))
    }
}

impl Picture {
    /// What the map's canvas shows.
    pub(crate) fn of(browser: &Browser) -> Self {
        Self::read(browser, ".map__canvas")
    }

    /// What the canvas above it shows: letters, and the flat map.
    pub(crate) fn of_letters(browser: &Browser) -> Self {
        Self::read(browser, ".map__letters")
    }

    fn read(browser: &Browser, canvas: &str) -> Self {
        let rows = browser.run_async(READ, &[json!(canvas), json!(STEP)]);
        let row = |row: &serde_json::Value| {
            let colours = row.as_array().expect("a row").iter();
            colours.map(|it| it.as_u64().expect("a colour")).collect()
        };
        Self(rows.as_array().expect("rows").iter().map(row).collect())
    }

    /// How many pixels inside a box (left, top, right, bottom in pixels of the canvas) have one of the colours that
    /// fill large areas.
    pub(crate) fn area_inside(&self, [left, top, right, bottom]: [f64; 4]) -> usize {
        let areas = self.area_colours();
        let within = |at: usize, from: f64, to: f64| {
            ((at * STEP) as f64) > from && ((at * STEP) as f64) < to
        };
        let rows = self.0.iter().enumerate().filter(|it| within(it.0, top, bottom));
        let pixels = rows.flat_map(|(_, row)| row.iter().enumerate());
        pixels.filter(|it| within(it.0, left, right) && areas.contains(it.1)).count()
    }

    /// Colours of more pixels than lines and their edges have.
    fn area_colours(&self) -> BTreeSet<u64> {
        let mut counts = BTreeMap::<u64, usize>::new();
        for colour in self.0.iter().flatten().filter(|it| **it > 0) {
            *counts.entry(*colour).or_default() += 1;
        }
        counts.into_iter().filter(|it| it.1 > 250).map(|it| it.0).collect()
    }

    /// How many colours there are.
    pub(crate) fn colours(&self) -> usize {
        self.0.iter().flatten().collect::<BTreeSet<_>>().len()
    }

    /// How many pixels have another colour.
    pub(crate) fn unlike(&self, other: &Self) -> usize {
        let pairs = self.0.iter().flatten().zip(other.0.iter().flatten());
        assert_eq!(self.0.len(), other.0.len(), "pictures of one size");
        pairs.filter(|(own, others)| own != others).count()
    }

    /// The share of an earlier picture's drawn pixels, of those still on the screen, that are where they should be
    /// now.
    pub(crate) fn shows(&self, earlier: &Self, moved: Moved) -> f64 {
        let rows = earlier.0.iter().enumerate();
        let all = rows.flat_map(|(y, row)| row.iter().enumerate().map(move |it| (it.0, y, *it.1)));
        let drawn = all.filter(|it| it.2 > 0).filter_map(|(x, y, colour)| {
            let (x, y) = moved.apply((x * STEP) as f64, (y * STEP) as f64);
            self.at(x, y).map(|now| now == colour)
        });
        let drawn: Vec<bool> = drawn.collect();
        assert!(drawn.len() > 1_000, "nothing of the earlier picture is on the screen");
        drawn.iter().filter(|it| **it).count() as f64 / drawn.len() as f64
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not below zero")]
    fn at(&self, x: f64, y: f64) -> Option<u64> {
        let place = |at: f64| (at >= 0.0).then_some((at / STEP as f64).round() as usize);
        self.0.get(place(y)?)?.get(place(x)?).copied()
    }
}
