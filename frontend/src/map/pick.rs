//! A place on the screen → the region, cell or point that lies there, without asking the server.

use super::{
    camera::{Camera, Viewport},
    clusters::Cluster,
    paint::{CellLayer, Content},
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
    /// A bubble: the places of the crowd from `first` on.
    Places {
        first: u32,
        count: u32,
    },
}

/// What lies under the pointer, and where on the map element (CSS pixels) to put a note about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    pub pick: Pick,
    pub x: f64,
    pub y: f64,
    /// The same as shares of the map's width and height.
    pub share: (f64, f64),
    /// Longitude and latitude of the place pointed at.
    pub place: (f64, f64),
}

/// How far beside a bubble still counts, CSS pixels.
const BESIDE_PX: f64 = 4.0;

/// What lies at a pixel: a bubble before a cell with a value before a region.
pub(crate) fn pick_at(
    inputs: &Inputs,
    clusters: &[Cluster],
    (camera, viewport): (Camera, Viewport),
    pixel: (f64, f64),
) -> Option<Pick> {
    let off = |it: &Cluster| {
        let (x, y) = camera.to_screen(viewport, it.at);
        (x - pixel.0).hypot(y - pixel.1) - it.radius_px
    };
    let near = clusters.iter().map(|it| (off(it), it)).filter(|(off, _)| *off <= BESIDE_PX);
    if let Some((_, it)) = near.min_by(|a, b| a.0.total_cmp(&b.0)) {
        return Some(Pick::Places { first: it.first, count: it.count });
    }
    let (lng, lat) = camera.to_degrees(viewport, pixel);
    let region = inputs.regions.as_ref().and_then(|it| it.at(lng, lat)).map(|it| it.code.clone());
    let cell = inputs.overlays.iter().find_map(|it| match &it.content {
        Content::Cells(layer) => cell_of(layer, lng, lat),
        _ => None,
    });
    match cell {
        Some(cell) => Some(Pick::Cell { cell, region }),
        None => region.map(Pick::Region),
    }
}

fn cell_of(layer: &CellLayer, lng: f64, lat: f64) -> Option<u64> {
    let cell = geodata::cell::cell_at(lng, lat, layer.frame.res).ok()?;
    layer.position(cell).map(|_| cell)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::cells::CellFrame;
    use geodata::mercator::merc_from_degrees;

    use super::*;
    use crate::map::{
        camera::Extent,
        clusters::{Crowd, Place},
        paint::Overlay,
        ramp::Ramp,
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
        let frame = Arc::new(CellFrame { res: 7, cells: vec![cell], ..CellFrame::default() });
        let cells = CellLayer { frame, values: vec![5.0], ..CellLayer::default() };
        let places = [Place { lng: 116.75, lat: 39.25, value: 1.0, number: 0 }; 2];
        let overlay = |content| Overlay { key: String::new(), opacity: 1.0, content };
        Inputs {
            regions: Some(Arc::new(RegionShapes {
                regions: vec![region],
                ..RegionShapes::default()
            })),
            overlays: Arc::new(vec![
                overlay(Content::Points(Arc::new(Crowd::new(
                    places.into_iter(),
                    Vec::new(),
                    Ramp::Risk,
                )))),
                overlay(Content::Cells(Arc::new(cells))),
            ]),
            ..Inputs::default()
        }
    }

    fn camera() -> Camera {
        let bounds = Bounds { west: 116.0, south: 39.0, east: 117.0, north: 40.0 };
        Camera::fit(Extent::of(bounds), SCREEN, [40.0; 4])
    }

    fn pick(place: (f64, f64)) -> Option<Pick> {
        let inputs = inputs();
        let clusters = inputs.crowd().unwrap().clusters(12, 1.0);
        pick_at(&inputs, &clusters, (camera(), SCREEN), camera().to_screen(SCREEN, place))
    }

    #[test]
    fn a_cell_is_picked_before_its_region_and_a_bubble_before_both() {
        let at = |lng, lat| pick(merc_from_degrees(lng, lat));
        assert!(
            matches!(at(116.25, 39.75), Some(Pick::Cell { region: Some(code), .. }) if code == "1")
        );
        let bubble = inputs().crowd().unwrap().clusters(12, 1.0)[0].at;
        assert_eq!(pick(bubble), Some(Pick::Places { first: 0, count: 2 }));
        assert_eq!(at(116.5, 39.5), Some(Pick::Region("1".to_owned())), "no value here");
        assert_eq!(at(115.95, 39.5), None);
    }
}
