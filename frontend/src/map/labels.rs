//! Names and the places they would like → where each stands so that none touches another; pure.

/// A box in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
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
/// Nothing is written over what is already `taken`.
/// A name first looks for a place where `fits` (its number, its frame) says it lies inside what it names,
/// then, if loose, beside its best place. Names off the `screen` are not written.
pub(crate) fn placed(
    wishes: &[Wish],
    screen: Frame,
    mut taken: Vec<Frame>,
    fits: impl Fn(usize, Frame) -> bool,
) -> Vec<Option<(f64, f64)>> {
    let mut places = Vec::with_capacity(wishes.len());
    for (number, wish) in wishes.iter().enumerate() {
        let free = |&place: &(f64, f64)| {
            let frame = Frame::round(place, wish.size);
            frame.within(&screen) && !taken.iter().any(|it| it.touches(&frame))
        };
        let inside = |place: &(f64, f64)| fits(number, Frame::round(*place, wish.size));
        let found = wish.places.iter().copied().find(|place| free(place) && inside(place));
        let found = found.or_else(|| aside(wish).find(free));
        taken.extend(found.map(|place| Frame::round(place, wish.size)));
        places.push(found);
    }
    places
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
        let places = placed(&wishes, SCREEN, Vec::new(), |_, _| false);
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
        assert_eq!(placed(&wishes, SCREEN, Vec::new(), inside), [Some((300.0, 300.0))]);
        let nowhere = placed(&wishes, SCREEN, Vec::new(), |_, _| false);
        assert_eq!(nowhere, [Some((100.0, 100.0))], "loose: over its border");
    }

    #[test]
    fn a_name_that_may_not_stand_outside_is_left_out_and_so_is_one_off_the_screen() {
        let strict = [wish(&[(100.0, 100.0)], false)];
        assert_eq!(placed(&strict, SCREEN, Vec::new(), |_, _| false), [None]);
        let off = [wish(&[(795.0, 100.0)], false)];
        assert_eq!(placed(&off, SCREEN, Vec::new(), |_, _| true), [None]);
    }

    #[test]
    fn a_name_is_not_written_over_a_bubble() {
        let bubble = Frame::round((100.0, 100.0), (20.0, 20.0));
        let wishes = [wish(&[(100.0, 100.0), (200.0, 100.0)], false)];
        let places = placed(&wishes, SCREEN, vec![bubble], |_, _| true);
        assert_eq!(places, [Some((200.0, 100.0))]);
    }

    #[test]
    fn chinese_is_square() {
        assert!((width_of("石景山", 16.0) - 48.0).abs() < 1e-9);
        assert!(width_of("ROGERS", 10.0) < 40.0);
    }
}
