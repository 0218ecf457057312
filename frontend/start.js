// Runs before anything is painted: theme and layout of the address, as `state.rs` reads them, so that the
// skeleton already has the colours of the page that follows.
(() => {
    const { pathname, search } = window.location;
    const first = pathname.split("/")[1];
    const layout = first === "desk" || first === "wall" ? first : "room";
    const asked = new URLSearchParams(search).get("theme");
    const own = layout === "desk" ? "light" : "dark";
    const root = document.documentElement;
    root.dataset.layout = layout;
    root.dataset.theme = asked === "dark" || asked === "light" ? asked : own;
})();
