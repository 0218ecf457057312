//! A place on the screen → the region, cell or point that lies there, without asking the server.

use geodata::mercator::merc_from_degrees;

use super::{
    camera::{Camera, Viewport},
    paint::MapPoint,
    picture::Inputs,
};

/// What a pointer or the keyboard points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    Region(String),
    /// A cell with a value, and the region its pointed-at place lies in.
    Cell {
        cell: u64,
        region: Option<String>,
    },
    /// A bubble, by its code.
    Point(String),
}

/// What lies under the pointer, and where on the map element (CSS pixels) to put a note about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    pub pick: Pick,
    pub x: f64,
    pub y: f64,
}

/// How far beside a bubble still counts, CSS pixels.
const BESIDE_PX: f64 = 4.0;

/// What lies at a pixel: a bubble before a cell with a value before a region.
pub(crate) fn pick_at(
    inputs: &Inputs,
    (camera, viewport): (Camera, Viewport),
    pixel: (f64, f64),
) -> Option<Pick> {
    let point = inputs.points.as_ref().and_then(|all| {
        let off = |it: &MapPoint| {
            let (x, y) = camera.to_screen(viewport, merc_from_degrees(it.lng, it.lat));
            (x - pixel.0).hypot(y - pixel.1) - f64::from(it.radius_px)
        };
        let near = all.iter().map(|it| (off(it), it)).filter(|(off, _)| *off <= BESIDE_PX);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, it)| Pick::Point(it.code.clone()))
    });
    point.or_else(|| {
        let (lng, lat) = camera.to_degrees(viewport, pixel);
        let region =
            inputs.regions.as_ref().and_then(|it| it.at(lng, lat)).map(|it| it.code.clone());
        let cell = inputs.cells.as_ref().and_then(|layer| {
            let cell = geodata::cell::cell_at(lng, lat, layer.frame.res).ok()?;
            layer.position(cell).map(|_| cell)
        });
        match cell {
            Some(cell) => Some(Pick::Cell { cell, region }),
            None => region.map(Pick::Region),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::cells::CellFrame;

    use super::*;
    use crate::map::{
        camera::Extent,
        paint::CellLayer,
        shapes::{Bounds, RegionShape, RegionShapes},
    };

    const SCREEN: Viewport = Viewport { width: 800.0, height: 600.0, ratio: 1.0 };

    fn inputs() -> Inputs {
        let ring = vec![(116.0, 39.0), (117.0, 39.0), (117.0, 40.0), (116.0, 40.0), (116.0, 39.0)];
        let region = RegionShape {
            code: "1".to_owned(),
            polygons: vec![vec![ring]],
            ..RegionShape::default()
        };
        let cell = geodata::cell::cell_at(116.25, 39.75, 7).unwrap();
        let frame = CellFrame { res: 7, cells: vec![cell], num: vec![5], ..CellFrame::default() };
        let point = MapPoint {
            code: "street".to_owned(),
            lng: 116.75,
            lat: 39.25,
            radius_px: 10.0,
            ..MapPoint::default()
        };
        Inputs {
            regions: Some(Arc::new(RegionShapes { regions: vec![region], lines: Vec::new() })),
            cells: Some(Arc::new(CellLayer { frame, ..CellLayer::default() })),
            points: Some(Arc::new(vec![point])),
            ..Inputs::default()
        }
    }

    fn pick(lng: f64, lat: f64) -> Option<Pick> {
        let bounds = Bounds { west: 116.0, south: 39.0, east: 117.0, north: 40.0 };
        let camera = Camera::fit(Extent::of(bounds), SCREEN, [40.0; 4]);
        let pixel = camera.to_screen(SCREEN, merc_from_degrees(lng, lat));
        pick_at(&inputs(), (camera, SCREEN), pixel)
    }

    #[test]
    fn a_cell_is_picked_before_its_region_and_a_bubble_before_both() {
        assert!(
            matches!(pick(116.25, 39.75), Some(Pick::Cell { region: Some(code), .. }) if code == "1")
        );
        assert_eq!(pick(116.751, 39.25), Some(Pick::Point("street".to_owned())));
        assert_eq!(pick(116.5, 39.5), Some(Pick::Region("1".to_owned())), "no value here");
        assert_eq!(pick(115.95, 39.5), None);
    }
}
