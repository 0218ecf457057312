//! Names and the places they would like → where each stands so that none touches another; pure.

/// A box in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// What stands on the map before any name is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Taken {
    /// Nothing is written here: panels, and the numbers in bubbles.
    pub(crate) never: Vec<Frame>,
    /// Nothing is written here while there is another place: bubbles.
    pub(crate) rather_not: Vec<Frame>,
}

/// One name that wants to be written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wish {
    /// Middles of the text on the screen, best first.
    pub(crate) places: Vec<(f64, f64)>,
    /// Width and height of the text.
    pub(crate) size: (f64, f64),
    /// Whether the name may stand partly outside what it names.
    pub(crate) loose: bool,
}

/// Air between two names, CSS pixels.
const AIR: f64 = 2.0;
/// Where a name that does not fit may step aside to, in its own widths and heights.
const ASIDE: [(f64, f64); 7] =
    [(0.0, 0.0), (0.0, -0.6), (0.0, 0.6), (-0.35, 0.0), (0.35, 0.0), (0.0, -1.1), (0.0, 1.1)];
/// The ways a name goes among bubbles, and how far at most.
const WAYS: [(f64, f64); 8] = [
    (0.0, 0.5),
    (0.0, -0.5),
    (0.35, 0.0),
    (-0.35, 0.0),
    (0.3, 0.4),
    (-0.3, 0.4),
    (0.3, -0.4),
    (-0.3, -0.4),
];
const STEPS: u8 = 8;

impl Frame {
    pub(crate) const fn round((x, y): (f64, f64), (width, height): (f64, f64)) -> Self {
        Self {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    fn touches(&self, other: &Self) -> bool {
        self.left < other.right + AIR
            && other.left < self.right + AIR
            && self.top < other.bottom + AIR
            && other.top < self.bottom + AIR
    }

    fn within(&self, other: &Self) -> bool {
        self.left >= other.left
            && self.top >= other.top
            && self.right <= other.right
            && self.bottom <= other.bottom
    }

    /// Whether a pixel lies in it or nearer than `air`.
    pub(crate) fn covers(&self, (x, y): (f64, f64), air: f64) -> bool {
        x > self.left - air && x < self.right + air && y > self.top - air && y < self.bottom + air
    }

    /// Corners and the middles of the short sides: what must lie inside a region for the text to.
    pub(crate) const fn outline(&self) -> [(f64, f64); 6] {
        let middle = f64::midpoint(self.top, self.bottom);
        [
            (self.left, self.top),
            (self.right, self.top),
            (self.left, self.bottom),
            (self.right, self.bottom),
            (self.left, middle),
            (self.right, middle),
        ]
    }
}

/// The middle of each name that finds room, in the order of the wishes: earlier ones choose first.
///
/// Nothing is written over what is `taken`.
/// A name first looks for a place where `fits` (its number, its frame) says it lies inside what it names,
/// then, if loose, beside its best place, then anywhere its middle still lies inside; last, over the rim of a bubble,
/// never over the number in it. Names off the `screen` are not written.
pub(crate) fn placed(
    wishes: &[Wish],
    screen: Frame,
    taken: Taken,
    fits: impl Fn(usize, Frame) -> bool,
) -> Vec<Option<(f64, f64)>> {
    let Taken { mut never, rather_not } = taken;
    let mut places = Vec::with_capacity(wishes.len());
    for (number, wish) in wishes.iter().enumerate() {
        let legible = |&place: &(f64, f64)| {
            let frame = Frame::round(place, wish.size);
            frame.within(&screen) && !never.iter().any(|it| it.touches(&frame))
        };
        let free = |place: &(f64, f64)| {
            let frame = Frame::round(*place, wish.size);
            legible(place) && !rather_not.iter().any(|it| it.touches(&frame))
        };
        let inside = |place: &(f64, f64)| fits(number, Frame::round(*place, wish.size));
        let about = |place: &(f64, f64)| fits(number, Frame::round(*place, (0.0, 0.0)));
        let found = wish.places.iter().copied().find(|place| free(place) && inside(place));
        let found = found.or_else(|| aside(wish).find(free));
        let among = || around(wish).filter(|_| !rather_not.is_empty());
        let found = found.or_else(|| among().find(|place| free(place) && about(place)));
        let found = found.or_else(|| among().find(|place| legible(place) && about(place)));
        never.extend(found.map(|place| Frame::round(place, wish.size)));
        places.push(found);
    }
    places
}

/// Round the best place of a loose name, the nearest first.
fn around(wish: &Wish) -> impl Iterator<Item = (f64, f64)> {
    let first = wish.places.first().copied().filter(|_| wish.loose);
    let (width, height) = wish.size;
    first.into_iter().flat_map(move |(x, y)| {
        (0..=STEPS).flat_map(move |step| {
            let far = f64::from(step);
            WAYS.map(|(dx, dy)| (x + dx * far * height.max(width / 2.0), y + dy * far * height))
        })
    })
}

fn aside(wish: &Wish) -> impl Iterator<Item = (f64, f64)> {
    let first = wish.places.first().copied().filter(|_| wish.loose);
    let (width, height) = wish.size;
    let step = move |(x, y): (f64, f64)| ASIDE.map(|(dx, dy)| (x + dx * width, y + dy * height));
    first.into_iter().flat_map(step)
}

/// Width of a text at a font size: Chinese characters are square, others a little over half.
pub(crate) fn width_of(text: &str, font_px: f64) -> f64 {
    text.chars().map(|it| if it.is_ascii() { 0.56 } else { 1.0 }).sum::<f64>() * font_px
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Frame = Frame { left: 0.0, top: 0.0, right: 800.0, bottom: 600.0 };

    fn wish(places: &[(f64, f64)], loose: bool) -> Wish {
        Wish { places: places.to_vec(), size: (40.0, 16.0), loose }
    }

    #[test]
    fn names_never_touch_and_the_earlier_one_keeps_its_place() {
        let wishes: Vec<Wish> = (0..40)
            .map(|it| wish(&[(100.0 + f64::from(it) * 7.0, 200.0 + f64::from(it % 5) * 9.0)], true))
            .collect();
        let places = placed(&wishes, SCREEN, Taken::default(), |_, _| false);
        assert_eq!(places[0], Some((100.0, 200.0)));
        let frames: Vec<Frame> =
            places.iter().flatten().map(|&it| Frame::round(it, (40.0, 16.0))).collect();
        assert!(frames.len() > 8 && frames.len() < 40, "{}", frames.len());
        for (at, one) in frames.iter().enumerate() {
            assert!(frames.iter().skip(at + 1).all(|other| !one.touches(other)));
        }
    }

    #[test]
    fn a_place_inside_the_district_is_better_than_the_first_one() {
        let wishes = [wish(&[(100.0, 100.0), (300.0, 300.0)], true)];
        let inside = |_, frame: Frame| frame.left > 200.0;
        assert_eq!(placed(&wishes, SCREEN, Taken::default(), inside), [Some((300.0, 300.0))]);
        let nowhere = placed(&wishes, SCREEN, Taken::default(), |_, _| false);
        assert_eq!(nowhere, [Some((100.0, 100.0))], "loose: over its border");
    }

    #[test]
    fn a_name_that_may_not_stand_outside_is_left_out_and_so_is_one_off_the_screen() {
        let strict = [wish(&[(100.0, 100.0)], false)];
        assert_eq!(placed(&strict, SCREEN, Taken::default(), |_, _| false), [None]);
        let off = [wish(&[(795.0, 100.0)], false)];
        assert_eq!(placed(&off, SCREEN, Taken::default(), |_, _| true), [None]);
    }

    #[test]
    fn a_name_is_not_written_over_a_bubble() {
        let bubble = Frame::round((100.0, 100.0), (20.0, 20.0));
        let wishes = [wish(&[(100.0, 100.0), (200.0, 100.0)], false)];
        let taken = Taken { never: vec![bubble], rather_not: Vec::new() };
        assert_eq!(placed(&wishes, SCREEN, taken, |_, _| true), [Some((200.0, 100.0))]);
    }

    #[test]
    fn among_bubbles_a_name_keeps_to_its_region_and_gives_up_their_rims_before_their_numbers() {
        let wishes = [wish(&[(100.0, 100.0)], true)];
        let region = Frame::round((100.0, 100.0), (120.0, 90.0));
        let inside = |_, frame: Frame| frame.within(&region);
        let bubbles = |side: f64| {
            let grid = (0..6).flat_map(|row| (0..6).map(move |column| (row, column)));
            grid.map(|(row, column)| {
                let middle = (20.0 + f64::from(column) * 40.0, 20.0 + f64::from(row) * 40.0);
                Frame::round(middle, (side, side))
            })
            .collect::<Vec<_>>()
        };
        let wide = Taken { never: bubbles(8.0), rather_not: bubbles(12.0) };
        let clear = placed(&wishes, SCREEN, wide, inside)[0].expect("a row between bubbles");
        assert!(region.covers(clear, 0.0));
        assert!(!bubbles(12.0).iter().any(|it| it.touches(&Frame::round(clear, (40.0, 16.0)))));
        let dense = Taken { never: bubbles(8.0), rather_not: bubbles(38.0) };
        let over = placed(&wishes, SCREEN, dense, inside)[0].expect("over a rim");
        assert!(!bubbles(8.0).iter().any(|it| it.touches(&Frame::round(over, (40.0, 16.0)))));
        let full = Taken { never: bubbles(38.0), rather_not: bubbles(38.0) };
        assert_eq!(placed(&wishes, SCREEN, full, inside), [None]);
    }

    #[test]
    fn chinese_is_square() {
        assert!((width_of("石景山", 16.0) - 48.0).abs() < 1e-9);
        assert!(width_of("ROGERS", 10.0) < 40.0);
    }
}
