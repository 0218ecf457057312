//! When the map is drawn, and with what: camera, size, hover and layers of one canvas.
//!
//! A frame is asked for only when something changed, so an idle page draws nothing. Wishes of the page
//! arrive as [`Inputs`]; fingers and keys through [`super::view`]. Without WebGL2, before it is there and while its
//! context is lost, regions are drawn flat on the canvas of letters: the map is never empty.
//!
//! The canvas says what it shows: `data-drawn` counts frames, `data-layers` names what they held,
//! `data-ready` is there once the first true picture is, `data-surface` is `awaited`, `webgl2`, `flat` or
//! `lost`.

mod equip;
mod hand;
mod leave;
mod surface;

use std::{rc::Rc, sync::Arc};

use geodata::mercator::{degrees_from_merc, metres_per_unit_at};
use leptos::prelude::window;

pub(crate) use self::leave::SETTLED_MS;
pub(crate) use self::surface::{Elements, Surface};
use super::{
    anchors::{Anchor, anchors_of},
    camera::{Camera, Viewport, eased},
    clear::{Shown, fit},
    clusters::{Cluster, Crowd, level},
    draw::Drawing,
    gallery::Gallery,
    input::{Command, Gesture, Motion, Pixel},
    look::Look,
    pick::{Hover, Pick, pick_at},
    picture::{Inputs, Picture, same},
    resolution::resolution,
};

/// How long the camera flies, ms.
const FLIGHT_MS: f64 = 420.0;

/// Everything about one map.
#[derive(Debug)]
pub(crate) struct Stage {
    surface: Surface,
    inputs: Inputs,
    anchors: Vec<Anchor>,
    viewport: Viewport,
    camera: Option<Camera>,
    flight: Option<Flight>,
    /// Nobody has moved the camera: it follows focus, padding and size.
    follows: bool,
    /// When a hand last moved the camera, until the page was told where to.
    moved_ms: Option<f64>,
    /// What the page was last told or last said.
    told: Option<Look>,
    gesture: Gesture,
    drawing: Option<Drawing>,
    hovered: Option<Pick>,
    /// The cross-hair that keys move.
    cursor: Option<Pixel>,
    clustered: Clustered,
    gallery: Gallery,
    /// The resolution that suits the zoom, as the page was last told.
    res: Option<u8>,
    stale: bool,
}

/// The bubbles of one zoom level.
#[derive(Debug, Default)]
struct Clustered {
    of: Option<Arc<Crowd>>,
    level: u32,
    clusters: Vec<Cluster>,
}

/// From one camera to another.
#[derive(Clone, Copy, Debug)]
struct Flight {
    from: Camera,
    to: Camera,
    since_ms: f64,
}

/// What the page is to be told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Notice {
    Picked(Pick),
    Hovered(Option<Hover>),
    /// Hexagons of this resolution suit the zoom.
    Resolved(u8),
    /// A hand has left the map here, or given it back to be fitted.
    Looked(Option<Look>),
    /// A loop was drawn, in degrees; without corners: what was chosen is to be let go.
    Drawn(Vec<(f64, f64)>),
}

impl Stage {
    /// `wake` is called when something came that must be drawn.
    pub(crate) fn new(elements: Elements, wake: Rc<dyn Fn()>) -> Self {
        Self {
            surface: Surface::of(elements),
            inputs: Inputs::default(),
            anchors: Vec::new(),
            viewport: Viewport { width: 0.0, height: 0.0, ratio: 1.0 },
            camera: None,
            flight: None,
            follows: true,
            moved_ms: None,
            told: None,
            gesture: Gesture::default(),
            drawing: None,
            hovered: None,
            cursor: None,
            clustered: Clustered::default(),
            gallery: Gallery::new(wake),
            res: None,
            stale: true,
        }
    }

    /// What the page must know after anything has happened: another resolution. A flight counts as arrived, so
    /// that what is asked for is there when it ends.
    pub(crate) fn news(&mut self) -> Option<Notice> {
        let camera = self.flight.map(|it| it.to).or(self.camera)?;
        // Measured at one latitude, so that panning changes nothing.
        let (x, y) = self.inputs.whole()?.middle();
        let lat = degrees_from_merc(x, y).1.try_into().ok()?;
        let res = resolution(camera.scale / metres_per_unit_at(lat), self.res);
        let told = self.res.replace(res);
        (told != Some(res)).then_some(Notice::Resolved(res))
    }

    /// Takes what the page wants to see; moves the camera, and leaves what was hovered, when that is about
    /// another place.
    pub(crate) fn wish(&mut self, inputs: Inputs) -> Option<Notice> {
        let before = std::mem::replace(&mut self.inputs, inputs);
        let inputs = &self.inputs;
        let other_regions = !same(before.regions.as_ref(), inputs.regions.as_ref());
        if other_regions {
            let shapes = inputs.regions.as_ref().map_or(&[][..], |it| it.regions.as_slice());
            self.anchors = anchors_of(shapes);
        }
        let elsewhere = before.focus != inputs.focus || before.extent() != inputs.extent();
        self.look_or_fit(elsewhere, &before);
        self.cursor = self.cursor.filter(|_| !elsewhere);
        self.stale = true;
        let left = elsewhere && self.hovered.take().is_some();
        left.then_some(Notice::Hovered(None))
    }

    /// Asks the element for its size.
    fn measure(&mut self) {
        let viewport = self.surface.viewport();
        if viewport != self.viewport {
            self.viewport = viewport;
            self.stale = true;
            if self.follows && !viewport.is_empty() {
                self.flight = None;
                self.camera = self.fitted();
            }
        }
    }

    /// The next frame must be drawn.
    pub(crate) const fn spoil(&mut self) {
        self.stale = true;
    }

    /// Draws if anything changed; true when another frame must follow.
    pub(crate) fn frame(&mut self) -> bool {
        self.measure();
        self.advance();
        let Some(camera) = self.camera.filter(|_| self.stale && !self.viewport.is_empty()) else {
            return false;
        };
        self.stale = self.flight.is_some();
        self.cluster();
        let ground = self.inputs.ground.as_ref();
        let view = (camera, self.viewport);
        let ground = self.gallery.hang(ground, view, self.flight.is_none());
        let drawn = self.drawn();
        let picture = Picture {
            drawn: &drawn,
            ground: &ground,
            inputs: &self.inputs,
            camera,
            viewport: self.viewport,
            clusters: &self.clustered.clusters,
            hovered: self.hovered.as_ref(),
        };
        self.surface.paint(&picture, &self.anchors, self.flight.is_none());
        self.stale
    }

    /// Groups the places anew when they or the zoom level are others.
    fn cluster(&mut self) {
        let (Some(crowd), Some(camera)) = (self.inputs.crowd(), self.camera) else {
            self.clustered = Clustered::default();
            return;
        };
        let unit = self.inputs.label_px / 16.0;
        let level = level(camera, unit);
        if self.clustered.level != level || !same(self.clustered.of.as_ref(), Some(crowd)) {
            let clusters = crowd.clusters(level, unit);
            self.clustered = Clustered { of: Some(Arc::clone(crowd)), level, clusters };
        }
    }

    /// Flies to the places behind a bubble; false when no zoom could tell them apart.
    fn open(&mut self, first: u32, count: u32) -> bool {
        let extent = self.inputs.crowd().and_then(|it| it.extent(first, count));
        let Some(extent) = extent.filter(|it| count > 1 && Camera::can_part(*it)) else {
            return false;
        };
        self.follows = false;
        self.moved_ms = Some(now_ms());
        self.fly_to(Camera::fit_close(extent, self.viewport, self.inputs.padding));
        true
    }

    fn pick(&mut self, at: Pixel) -> Option<Pick> {
        self.cluster();
        let camera = self.camera?;
        pick_at(&self.inputs, &self.clustered.clusters, (camera, self.viewport), at)
    }

    /// Fits again, flying there unless motion is unwanted or there is nowhere to come from.
    fn fly(&mut self) {
        if let Some(to) = self.fitted() {
            self.fly_to(to);
        }
    }

    fn fly_to(&mut self, to: Camera) {
        let from = self.camera.filter(|it| *it != to && !wants_stillness());
        self.flight = from.map(|from| Flight { from, to, since_ms: now_ms() });
        if self.flight.is_none() {
            self.camera = Some(to);
        }
        self.stale = true;
    }

    fn advance(&mut self) {
        if let Some(flight) = self.flight {
            let share = (now_ms() - flight.since_ms) / FLIGHT_MS;
            self.camera = Some(flight.from.towards(flight.to, eased(share)));
            if share >= 1.0 {
                self.flight = None;
            }
            self.stale = true;
        }
    }

    fn fitted(&self) -> Option<Camera> {
        let extent = self.inputs.extent().filter(|_| !self.viewport.is_empty())?;
        let shown = Shown { extent, outline: &self.inputs.outline() };
        Some(fit(shown, self.viewport, self.inputs.padding, &self.inputs.covered))
    }

    /// Moves the camera by hand.
    fn steer(&mut self, change: impl FnOnce(Camera, Viewport) -> Camera) {
        let (Some(camera), Some(whole)) = (self.camera, self.inputs.whole()) else { return };
        self.flight = None;
        self.follows = false;
        self.camera = Some(change(camera, self.viewport).kept_to(whole, self.viewport));
        self.moved_ms = Some(now_ms());
        self.stale = true;
    }

    pub(crate) fn zoom(&mut self, about: Pixel, factor: f64) {
        self.steer(|camera, viewport| camera.zoomed(viewport, about, factor));
    }

    pub(crate) fn moved(&mut self, finger: i32, to: Pixel) -> Option<Notice> {
        if let Some(drawing) = &mut self.drawing {
            drawing.reach(to);
            self.gesture.moved(finger, to);
            self.stale = true;
            return None;
        }
        match self.gesture.moved(finger, to) {
            Motion::Look => {
                self.cursor = None;
                return self.look(Some(to));
            }
            Motion::Pan((0.0, 0.0)) => {}
            Motion::Pan(by) => self.steer(|camera, _| camera.panned(by)),
            Motion::Pinch { about, factor, pan } => {
                self.steer(|camera, viewport| camera.panned(pan).zoomed(viewport, about, factor));
            }
        }
        self.surface.point_with(if self.gesture.is_drag() { "grabbing" } else { "pointer" });
        None
    }

    /// Lifts a finger; a tap picks what is there.
    pub(crate) fn lift(&mut self, finger: i32, at: Pixel) -> Option<Notice> {
        let tapped = self.gesture.lift(finger);
        if !self.gesture.is_down() {
            self.surface.point_with("default");
        }
        if let (Some(drawing), Some(camera)) = (self.drawing.take(), self.camera) {
            self.stale = true;
            if let Some(corners) = drawing.corners(camera, self.viewport) {
                return Some(Notice::Drawn(corners));
            }
        }
        let pick = if tapped { self.pick(at) } else { None };
        self.choose(pick?)
    }

    /// A bubble of several opens on the map; everything else is the page's business.
    fn choose(&mut self, pick: Pick) -> Option<Notice> {
        match pick {
            Pick::Places { first, count } if self.open(first, count) => self.look(None),
            pick => Some(Notice::Picked(pick)),
        }
    }

    /// Looks at a pixel, or away; a notice while over something, and once when leaving it.
    pub(crate) fn look(&mut self, at: Option<Pixel>) -> Option<Notice> {
        let camera = self.camera?;
        let pick = at.and_then(|at| self.pick(at));
        self.surface.point_with(if pick.is_some() { "pointer" } else { "default" });
        if at.is_none() {
            self.stale |= self.cursor.take().is_some();
        }
        if at.is_none() || pick.is_none() {
            let left = self.hovered.take().is_some();
            self.stale |= left;
            return left.then_some(Notice::Hovered(None));
        }
        if pick != self.hovered {
            self.hovered.clone_from(&pick);
            self.stale = true;
        }
        let (x, y) = at?;
        Some(Notice::Hovered(Some(self.hover(pick?, (x, y), camera))))
    }

    fn hover(&self, pick: Pick, (x, y): Pixel, camera: Camera) -> Hover {
        let share = (x / self.viewport.width, y / self.viewport.height);
        Hover { pick, x, y, share, place: camera.to_degrees(self.viewport, (x, y)) }
    }

    pub(crate) fn command(&mut self, command: Command) -> Option<Notice> {
        let Viewport { width, height, .. } = self.viewport;
        match command {
            Command::Point(x, y) => return self.point((x, y)),
            Command::Pan(x, y) => self.steer(|camera, _| camera.panned((x * width, y * height))),
            Command::Zoom(factor) => {
                self.zoom(self.cursor.unwrap_or((width / 2.0, height / 2.0)), factor);
            }
            Command::Fit => {
                self.follows = true;
                self.fly();
                return self.tell_look();
            }
            Command::Step(by) => return self.step(by),
            Command::Choose => {
                let pick = self.hovered.clone()?;
                return self.choose(pick);
            }
            Command::Enclose => return self.enclose(),
            Command::Leave if self.drawing.is_some() => self.drop_drawing(),
            Command::Leave if self.inputs.chosen.is_some() => {
                return Some(Notice::Drawn(Vec::new()));
            }
            Command::Leave => return self.look(None),
        }
        // Something else may lie under the cross-hair now.
        let at = self.cursor?;
        self.look(Some(at))
    }
}

fn now_ms() -> f64 {
    window().performance().map_or(0.0, |it| it.now())
}

/// Whether the reader has asked for no motion.
pub(crate) fn wants_stillness() -> bool {
    let asked = window().match_media("(prefers-reduced-motion: reduce)");
    asked.ok().flatten().is_some_and(|it| it.matches())
}
