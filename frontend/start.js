// Runs before anything is painted: theme and layout of the address, as `state.rs` reads them, so that the
// skeleton already has the colours of the page that follows; and the questions that every page begins with, so that
// their answers are here when the program is (`frames/fetch.rs` takes them over).
(() => {
    const { pathname, search } = window.location;
    const first = pathname.split("/")[1];
    const layout = first === "desk" || first === "wall" ? first : "room";
    const words = new URLSearchParams(search);
    const asked = words.get("theme");
    const own = layout === "desk" ? "light" : "dark";
    const root = document.documentElement;
    root.dataset.layout = layout;
    root.dataset.theme = asked === "dark" || asked === "light" ? asked : own;

    window.asked = {};
    const ask = (url) => {
        const answer = fetch(url, { headers: { accept: "application/json" } });
        // Who takes the answer over hears of its failure.
        answer.catch(() => {});
        window.asked[url] = answer;
        return answer;
    };
    ask("/api/v1/indicators")
        .then((it) => it.clone().json())
        .then((it) => ask(`/api/v1/regions?parent=${encodeURIComponent(it.root.code)}&crs=WGS84`))
        .catch(() => {});
    const isWhole = ["", "desk", "wall"].includes(pathname.slice(1));
    if (isWhole && !["unit", "period", "indicator"].some((it) => words.has(it))) {
        ask("/api/v1/scenes/overview");
    }
})();
