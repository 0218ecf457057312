//! A raster map below everything else: which tiles a picture needs, and where each of them lies. Arithmetic only;
//! [`super::gallery`] has the pictures.

use geodata::{
    crs::{self, Crs},
    mercator::{degrees_from_merc, merc_from_degrees},
};

use super::{
    camera::{Camera, Extent, Viewport},
    ramp::Theme,
};

/// A raster map in spherical Mercator, rows counted from the north.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Where a tile is asked for, with `{z}`, `{x}` and `{y}`.
    pub url: String,
    pub min_zoom: u8,
    pub max_zoom: u8,
    /// System of what the pictures show.
    pub crs: Crs,
}

/// Level, column from the west, row from the north; in this order the coarsest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TileAt {
    pub(crate) z: u8,
    pub(crate) x: u32,
    pub(crate) y: u32,
}

/// Device pixels of a tile's side, shown as it is.
const TILE_PX: f64 = 256.0;
/// No screen needs more; a broken camera does not ask for a million.
const MOST: usize = 600;

impl Ground {
    pub(crate) fn address(&self, at: TileAt) -> String {
        let parts = [("{z}", u32::from(at.z)), ("{x}", at.x), ("{y}", at.y)];
        parts
            .iter()
            .fold(self.url.clone(), |url, (hole, number)| url.replace(hole, &number.to_string()))
    }

    /// The tiles that cover the screen, of the level whose pixels are nearest to its own.
    pub(crate) fn seen(&self, camera: Camera, viewport: Viewport) -> Vec<TileAt> {
        let level = (camera.scale * viewport.ratio / TILE_PX).log2().round();
        let level = level.clamp(self.min_zoom.into(), self.max_zoom.into());
        let side = level.exp2();
        let Extent { left, top, right, bottom } = self.shifted(camera.extent(viewport), camera);
        let index = |share: f64| whole((share * side).floor().clamp(0.0, side - 1.0));
        let rows = index(top)..=index(bottom);
        let z = u8::try_from(whole(level)).unwrap_or(self.max_zoom);
        rows.flat_map(|y| (index(left)..=index(right)).map(move |x| TileAt { z, x, y }))
            .take(MOST)
            .collect()
    }

    /// The corners of a tile in mercator, WGS-84: north-west, north-east, south-west, south-east.
    ///
    /// Corners are moved, not tiles: neighbours share theirs, whatever the system of the pictures.
    pub(crate) fn corners(&self, at: TileAt) -> [(f64, f64); 4] {
        let side = f64::from(at.z).exp2();
        let corner = |east: u32, south: u32| {
            let place = (f64::from(at.x + east) / side, f64::from(at.y + south) / side);
            self.moved(place, self.crs, Crs::Wgs84)
        };
        [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)]
    }

    /// A box in the system of the pictures; over a screen the shift is the same everywhere.
    fn shifted(&self, extent: Extent, camera: Camera) -> Extent {
        let (x, y) = camera.centre;
        let moved = self.moved((x, y), Crs::Wgs84, self.crs);
        let (right, down) = (moved.0 - x, moved.1 - y);
        Extent {
            left: extent.left + right,
            top: extent.top + down,
            right: extent.right + right,
            bottom: extent.bottom + down,
        }
    }

    fn moved(&self, (x, y): (f64, f64), from: Crs, to: Crs) -> (f64, f64) {
        if self.crs == Crs::Wgs84 || self.crs == Crs::Cgcs2000 {
            return (x, y);
        }
        let (lng, lat) = degrees_from_merc(x, y);
        let (lng, lat) = crs::convert(from, to, lng, lat);
        merc_from_degrees(lng, lat)
    }
}

/// What is kept of red, green and blue, and of the difference between them: at night the ground is as dark and as
/// blue as the page.
pub(crate) const fn tone(theme: Theme) -> [f32; 4] {
    match theme {
        Theme::Dark => [0.20, 0.26, 0.34, 0.4],
        Theme::Light => [1.0, 1.0, 1.0, 0.55],
    }
}

/// A share of the way down the levels: whether one tile lies under or over the other.
pub(crate) fn overlaps(a: TileAt, b: TileAt) -> bool {
    let (fine, coarse) = if a.z >= b.z { (a, b) } else { (b, a) };
    let by = u32::from(fine.z - coarse.z);
    (fine.x >> by, fine.y >> by) == (coarse.x, coarse.y)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the columns of a level, of which there are fewer than u32 counts"
)]
const fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Viewport = Viewport { width: 1920.0, height: 1080.0, ratio: 1.0 };

    fn ground(crs: Crs) -> Ground {
        Ground { url: "/t/{z}/{x}/{y}".to_owned(), min_zoom: 3, max_zoom: 12, crs }
    }

    fn beijing(scale: f64) -> Camera {
        Camera { centre: merc_from_degrees(116.4, 39.9), scale }
    }

    #[test]
    fn tiles_cover_the_screen_at_the_level_of_its_pixels() {
        let tiles = ground(Crs::Wgs84).seen(beijing(256.0 * 1024.0), SCREEN);
        assert!(tiles.iter().all(|it| it.z == 10));
        assert!((8 * 5..=9 * 6).contains(&tiles.len()), "{}", tiles.len());
        assert!(tiles.contains(&TileAt { z: 10, x: 843, y: 387 }), "where Beijing lies: {tiles:?}");
        let sharp = Viewport { ratio: 2.0, ..SCREEN };
        assert!(
            ground(Crs::Wgs84).seen(beijing(256.0 * 1024.0), sharp).iter().all(|it| it.z == 11)
        );
    }

    #[test]
    fn beyond_its_levels_a_map_is_stretched() {
        let levels = |scale: f64| ground(Crs::Wgs84).seen(beijing(scale), SCREEN)[0].z;
        assert_eq!([levels(300.0), levels(256.0 * 1e6)], [3, 12]);
    }

    #[test]
    fn a_map_in_gcj_02_is_moved_back_and_its_tiles_still_share_their_corners() {
        let (plain, moved) = (ground(Crs::Wgs84), ground(Crs::Gcj02));
        let at = TileAt { z: 12, x: 3372, y: 1551 };
        let metres = 40_075_016.0 * 39.9_f64.to_radians().cos();
        let by = (plain.corners(at)[0].0 - moved.corners(at)[0].0) * metres;
        assert!((300.0..700.0).contains(&by), "Beijing's shift to the east in metres: {by}");
        let beside = TileAt { x: 3373, ..at };
        assert_eq!(moved.corners(at)[1], moved.corners(beside)[0]);
    }

    #[test]
    fn the_address_names_level_column_and_row() {
        let at = TileAt { z: 4, x: 13, y: 6 };
        assert_eq!(ground(Crs::Wgs84).address(at), "/t/4/13/6");
        assert!(
            overlaps(at, TileAt { z: 5, x: 27, y: 12 })
                && !overlaps(at, TileAt { z: 5, x: 28, y: 12 })
        );
    }
}
