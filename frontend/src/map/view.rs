//! The component: signals in, canvases out; pointer and keys to the stage, picks and hovers back.

#![expect(clippy::absolute_paths, reason = "the view macro writes paths of its own")]

mod listen;

use std::{rc::Rc, sync::Arc};

use geodata::lasso::Lasso;
use leptos::{ev, html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent, WheelEvent};

use self::listen::{Alive, Sized};
use super::{
    draw::Tool,
    ground::Ground,
    input,
    labels::Frame,
    look::Look,
    paint::Overlay,
    pick::{Hover, Pick},
    picture::Inputs,
    ramp::Theme,
    shapes::{Bounds, RegionShapes},
    sheet::Sheet,
    stage::{Elements, Notice, Stage},
};

/// A canvas over the whole map that takes no pointer.
const OVER: &str = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none";

/// The map of a unit. Fills its parent, which must be positioned and have a size.
///
/// Fits to the region `focus` (else to all regions) inside `padding`, and again whenever these change;
/// outlines `selected`. Until there are regions (or places) it shows nothing and is not `data-ready`.
#[component]
pub(crate) fn MapView(
    #[prop(into)] regions: Signal<Option<Arc<RegionShapes>>>,
    /// A raster map below everything.
    #[prop(into, optional)]
    ground: Signal<Option<Arc<Ground>>>,
    /// The uppermost first.
    #[prop(into)]
    overlays: Signal<Arc<Vec<Overlay>>>,
    /// Outlined in vermilion.
    #[prop(into, optional)]
    selected: Signal<Option<String>>,
    /// The view is filled with this region; `None` shows all.
    #[prop(into, optional)]
    focus: Signal<Option<String>>,
    /// Where to look when that region is not there.
    #[prop(into, optional)]
    place: Signal<Option<Bounds>>,
    /// Where the map is to look instead of being fitted.
    #[prop(into, optional)]
    look: Signal<Option<Look>>,
    /// What panels cover: top, right, bottom, left in CSS pixels.
    #[prop(into, optional)]
    padding: Signal<[f64; 4]>,
    /// What stands on the map between them, in CSS pixels of the map.
    #[prop(into, optional)]
    covered: Signal<Vec<Frame>>,
    /// Height of labels in CSS pixels.
    #[prop(into, default = Signal::stored(14.0))]
    label_px: Signal<f64>,
    /// What a finger does.
    #[prop(into, optional)]
    tool: Signal<Tool>,
    /// What was chosen by hand, outlined.
    #[prop(into, optional)]
    chosen: Signal<Option<Arc<Lasso>>>,
    /// A sheet to hand out the picture with, whenever there is another.
    #[prop(into, optional)]
    print: Signal<Option<Arc<Sheet>>>,
    #[prop(into)] theme: Signal<Theme>,
    /// Said to those who cannot see the canvas.
    #[prop(into, optional)]
    label: Signal<String>,
    /// Said beside a map that had to be simplified.
    #[prop(into, optional)]
    note: Signal<String>,
    #[prop(into)] on_pick: Callback<Pick>,
    #[prop(into)] on_hover: Callback<Option<Hover>>,
    /// Hexagons of another H3 resolution suit the zoom.
    #[prop(into)]
    on_resolution: Callback<u8>,
    /// A hand has left the map somewhere, or given it back to be fitted.
    #[prop(into)]
    on_look: Callback<Option<Look>>,
    /// A loop was drawn, in degrees; no corners let go of it.
    #[prop(into)]
    on_drawn: Callback<Vec<(f64, f64)>>,
) -> impl IntoView {
    let wishes = move || Inputs {
        regions: regions.get(),
        ground: ground.get(),
        look: look.get(),
        overlays: overlays.get(),
        selected: selected.get(),
        tool: tool.get(),
        chosen: chosen.get(),
        focus: focus.get(),
        place: place.get(),
        padding: padding.get(),
        covered: covered.get(),
        label_px: label_px.get(),
        theme: theme.get(),
    };
    let tell = move |notice: Notice| match notice {
        Notice::Picked(pick) => on_pick.run(pick),
        Notice::Hovered(hover) => on_hover.run(hover),
        Notice::Looked(look) => on_look.run(look),
        Notice::Resolved(res) => on_resolution.run(res),
        Notice::Drawn(corners) => on_drawn.run(corners),
    };
    Canvases(CanvasesProps {
        wishes: Signal::derive_local(wishes),
        tell: Callback::new(tell),
        label,
        flat: note,
        print,
    })
}

/// The elements of the map and what happens on them.
#[component]
fn Canvases(
    wishes: Signal<Inputs, LocalStorage>,
    tell: Callback<Notice>,
    label: Signal<String>,
    flat: Signal<String>,
    print: Signal<Option<Arc<Sheet>>>,
) -> impl IntoView {
    let [canvas, early, letters] = [(); 3].map(|()| NodeRef::<html::Canvas>::new());
    let (note, said) = (NodeRef::<html::P>::new(), NodeRef::<html::P>::new());
    let alive = Alive::new(tell);
    let elements = move || {
        let (canvas, early, letters) = (canvas.get()?, early.get()?, letters.get()?);
        let (note, said) = (note.get()?.into(), said.get()?.into());
        Some(Elements { canvas, letters, early, note, said })
    };
    Effect::new(move |watched: Option<Option<Sized>>| {
        let elements = elements()?;
        let watched = watched.flatten().or_else(|| Sized::watch(&elements.canvas, alive));
        let wake = Rc::new(move || alive.act(Stage::spoil));
        alive.with_or(|| Stage::new(elements, wake), |stage| stage.wish(wishes.get()));
        watched
    });
    Effect::new(move |_| {
        if let Some(sheet) = print.get() {
            alive.act(|stage| stage.print(&sheet));
        }
    });
    let resized = window_event_listener(ev::resize, move |_| alive.act(Stage::spoil));
    on_cleanup(move || resized.remove());

    let pressed = move |event: PointerEvent| {
        listen::capture(&event);
        alive.with(|stage| {
            stage.press(event.pointer_id(), listen::pixel(&event), event.shift_key())
        });
        alive.await_hold(&event);
    };
    let moved = move |event: PointerEvent| {
        alive.with(|stage| stage.moved(event.pointer_id(), listen::pixel(&event)));
    };
    let lifted = move |event: PointerEvent| {
        alive.with(|stage| stage.lift(event.pointer_id(), listen::pixel(&event)));
    };
    let cancelled = move |event: PointerEvent| {
        alive.with(|stage| {
            stage.drop_drawing();
            stage.lift(event.pointer_id(), listen::pixel(&event));
            stage.look(None)
        });
    };
    let left = move |event: PointerEvent| alive.left(&event);
    let turned = move |event: WheelEvent| {
        if !listen::is_for_map(&event) {
            return;
        }
        event.prevent_default();
        let factor = input::wheel_factor(event.delta_y(), event.delta_mode());
        alive.act(|stage| stage.zoom(listen::pixel(&event), factor));
    };
    let doubled = move |event: web_sys::MouseEvent| {
        let factor = if event.shift_key() { 0.5 } else { 2.0 };
        alive.act(|stage| stage.zoom(listen::pixel(&event), factor));
    };
    let typed = move |event: KeyboardEvent| {
        let Some(command) = input::command(&event.key(), event.shift_key()) else { return };
        if !listen::is_shortcut(&event) {
            event.prevent_default();
            alive.with(|stage| stage.command(command));
        }
    };
    let lost = move |event: web_sys::Event| {
        event.prevent_default();
        alive.act(Stage::lose);
    };
    let restored = move |_: web_sys::Event| alive.act(Stage::restore);
    view! {
        <canvas
            node_ref=canvas
            class="map__canvas"
            tabindex="0"
            role="application"
            aria-label=move || label.get()
            style:position="absolute"
            style:inset="0"
            style:width="100%"
            style:height="100%"
            style:touch-action="none"
            on:pointerdown=pressed
            on:pointermove=moved
            on:pointerup=lifted
            on:pointercancel=cancelled
            on:pointerleave=left
            on:wheel=turned
            on:dblclick=doubled
            on:keydown=typed
            on:webglcontextlost=lost
            on:webglcontextrestored=restored
        ></canvas>
        <canvas
            node_ref=early
            class="map__early"
            aria-hidden="true"
            style=OVER
        ></canvas>
        <canvas
            node_ref=letters
            class="map__letters"
            aria-hidden="true"
            style=OVER
        ></canvas>
        <p node_ref=note class="map__note" role="status" hidden>{move || flat.get()}</p>
        <p
            node_ref=said
            class="map__said"
            aria-live="polite"
            style:position="absolute"
            style:width="1px"
            style:height="1px"
            style:overflow="hidden"
            style:clip-path="inset(50%)"
        ></p>
    }
}
