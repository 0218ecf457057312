//! When the GPU is taken, lost and given back. It is not taken for the first picture: see [`super::Surface`].

use super::Stage;

impl Stage {
    pub(crate) fn lose(&mut self) {
        self.surface.lose();
        self.stale = true;
    }

    /// Takes the GPU, if nobody has yet.
    pub(crate) fn take_gpu(&mut self) {
        if self.surface.awaits_gpu() {
            self.restore();
        }
    }

    /// Whether everything that can be shown without the GPU has been drawn.
    pub(crate) fn awaits_gpu(&self) -> bool {
        let is_whole = self.inputs.regions.is_some() && !self.inputs.overlays.is_empty();
        self.surface.awaits_gpu() && is_whole && !self.stale
    }

    pub(crate) fn restore(&mut self) {
        self.surface.restore();
        self.stale = true;
    }
}
