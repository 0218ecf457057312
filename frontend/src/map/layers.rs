//! The layers of the map, back to front: land, a raster map, the page's overlays, borders, points.
//!
//! Each layer *prepares* (may compute and upload, keeps what has not changed) and then *draws* (may not).
//! A layer owns everything it has on the GPU; after a lost context all are made anew. Overlays come and go,
//! as many as the page likes: one that stays under its key keeps what it has uploaded, wherever it moves.
//!
//! How a place becomes a pixel: mercator in f64, relative to the layer's own origin in f32 on the GPU, scaled
//! and shifted to clip space by one `vec4` ([`Picture::clip_from`]). Cells do without positions: see
//! [`hexes`].

mod borders;
mod fills;
mod heat;
mod hexes;
mod points;
mod raster;

use super::{
    gpu::{Gpu, GpuError, Program},
    paint::{Content, Overlay},
    picture::Picture,
    shapes::Detail,
};

/// All layers of one context.
#[derive(Debug)]
pub(crate) struct Layers {
    gpu: Gpu,
    programs: Programs,
    /// Regions as finely as the picture shows them.
    detail: Detail,
    land: fills::Land,
    /// Once there is a raster map to draw.
    ground: Option<raster::Raster>,
    overlays: Vec<Laid>,
    borders: borders::Borders,
}

/// Linked when the first overlay of a kind comes, used by every later one.
#[derive(Debug, Default)]
struct Programs {
    hexes: Option<Program>,
    heat: Option<Program>,
    points: Option<Program>,
}

type Linked = fn(&Gpu) -> Result<Program, GpuError>;

/// What one overlay has on the GPU.
#[derive(Debug)]
struct Laid {
    key: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Fill(fills::Fill),
    Hexes(Box<hexes::Hexes>),
    Heat(Box<heat::Heat>),
    Points(points::Points),
}

impl Layers {
    pub(crate) fn new(gpu: Gpu) -> Result<Self, GpuError> {
        Ok(Self {
            programs: Programs::default(),
            detail: Detail::default(),
            land: fills::Land::new(&gpu)?,
            ground: None,
            overlays: Vec::new(),
            borders: borders::Borders::new(&gpu)?,
            gpu,
        })
    }

    /// Begins with regions as an earlier painter has left them.
    pub(crate) fn taking_over(self, detail: Detail) -> Self {
        Self { detail, ..self }
    }

    /// Draws one picture; returns the names of the layers that had something to draw.
    pub(crate) fn paint(&mut self, picture: &Picture<'_>) -> Result<Vec<&'static str>, GpuError> {
        self.detail.prepare(picture);
        self.land.prepare(&self.gpu, picture, &self.detail)?;
        self.prepare_ground(picture)?;
        self.lay(&picture.inputs.overlays)?;
        let overlays = picture.inputs.overlays.iter();
        for (laid, overlay) in self.overlays.iter_mut().zip(overlays) {
            laid.prepare(&self.gpu, picture, overlay)?;
        }
        self.borders.prepare(&self.gpu, picture, &self.detail)?;
        self.gpu.ready()?;
        self.gpu.begin(picture.device_size());
        let mut drawn = Vec::new();
        if self.land.draw(&self.gpu, picture) {
            drawn.push("fills");
        }
        if self.ground.as_ref().is_some_and(|it| it.draw(&self.gpu, picture)) {
            drawn.push("raster");
        }
        self.draw_overlays(picture, &mut drawn, false);
        if self.borders.draw(&self.gpu, picture) {
            drawn.push("borders");
        }
        self.draw_overlays(picture, &mut drawn, true);
        Ok(drawn)
    }

    fn prepare_ground(&mut self, picture: &Picture<'_>) -> Result<(), GpuError> {
        if self.ground.is_none() && !picture.ground.is_empty() {
            self.ground = Some(raster::Raster::new(&self.gpu)?);
        }
        self.ground.as_mut().map_or(Ok(()), |it| it.prepare(&self.gpu, picture))
    }

    /// One place on the GPU for each overlay, in their order; what the page took away is dropped.
    fn lay(&mut self, overlays: &[Overlay]) -> Result<(), GpuError> {
        let mut before = std::mem::take(&mut self.overlays);
        for overlay in overlays {
            let known = before.iter().position(|it| it.is_of(overlay));
            let laid = match known {
                Some(at) => before.swap_remove(at),
                None => self.programs.laid(&self.gpu, overlay)?,
            };
            self.overlays.push(laid);
        }
        Ok(())
    }

    /// The lowest first: either those below the borders or those above.
    fn draw_overlays(
        &self,
        picture: &Picture<'_>,
        drawn: &mut Vec<&'static str>,
        above_borders: bool,
    ) {
        let overlays = picture.inputs.overlays.iter();
        for (laid, overlay) in self.overlays.iter().zip(overlays).rev() {
            let (gpu, opacity) = (&self.gpu, overlay.opacity);
            let is_above = matches!(laid.kind, Kind::Points(_));
            if is_above != above_borders || opacity <= 0.0 {
                continue;
            }
            let (name, seen) = match &laid.kind {
                Kind::Fill(fill) => ("fills", fill.draw(gpu, picture, (&self.land, opacity))),
                Kind::Hexes(hexes) => ("hexes", hexes.draw(gpu, picture, opacity)),
                Kind::Heat(heat) => ("heat", heat.draw(gpu, picture, opacity)),
                Kind::Points(points) => ("points", points.draw(gpu, picture, opacity)),
            };
            if seen && drawn.last() != Some(&name) {
                drawn.push(name);
            }
        }
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.gpu.is_lost()
    }
}

impl Programs {
    fn laid(&mut self, gpu: &Gpu, overlay: &Overlay) -> Result<Laid, GpuError> {
        let kind = match overlay.content {
            Content::Fill(_) => Kind::Fill(fills::Fill::new(gpu)?),
            Content::Cells(_) => Kind::Hexes(Box::new(hexes::Hexes::new(once(
                &mut self.hexes,
                gpu,
                hexes::program,
            )?))),
            Content::Heat(_) => Kind::Heat(Box::new(heat::Heat::new(
                gpu,
                once(&mut self.heat, gpu, heat::program)?,
            )?)),
            Content::Points(_) => Kind::Points(points::Points::new(
                gpu,
                once(&mut self.points, gpu, points::program)?,
            )?),
        };
        Ok(Laid { key: overlay.key.clone(), kind })
    }
}

fn once(program: &mut Option<Program>, gpu: &Gpu, link: Linked) -> Result<Program, GpuError> {
    let linked = program.take().map_or_else(|| link(gpu), Ok)?;
    Ok(program.insert(linked).clone())
}

impl Laid {
    fn is_of(&self, overlay: &Overlay) -> bool {
        let same_kind = matches!(
            (&self.kind, &overlay.content),
            (Kind::Fill(_), Content::Fill(_))
                | (Kind::Hexes(_), Content::Cells(_))
                | (Kind::Heat(_), Content::Heat(_))
                | (Kind::Points(_), Content::Points(_))
        );
        same_kind && self.key == overlay.key
    }

    fn prepare(
        &mut self,
        gpu: &Gpu,
        picture: &Picture<'_>,
        overlay: &Overlay,
    ) -> Result<(), GpuError> {
        match (&mut self.kind, &overlay.content) {
            (Kind::Fill(it), Content::Fill(fill)) => it.prepare(gpu, picture, fill),
            (Kind::Hexes(it), Content::Cells(cells)) => it.prepare(gpu, picture, cells),
            (Kind::Heat(it), Content::Heat(heat)) => it.prepare(gpu, heat),
            (Kind::Points(it), Content::Points(crowd)) => {
                it.prepare(gpu, picture, crowd);
                Ok(())
            }
            // `lay` has put what fits beside each overlay.
            _ => Ok(()),
        }
    }
}
