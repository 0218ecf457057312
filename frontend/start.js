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
    // Until the map is there (`map/view/listen.rs`).
    if (layout !== "desk") root.dataset.plain = "";

    // What is here already has been given to the GPU then. A page that nobody sees is not painted, and does not wait.
    window.painted = new Promise((go) => {
        requestAnimationFrame(() => setTimeout(go));
        setTimeout(go, 300);
    });

    // Status and bytes by address. Read to the end here, so that all that has come is taken over at once.
    window.asked = {};
    const ask = (url, accept = "application/json", next = () => {}) => {
        const answer = fetch(url, { headers: { accept } }).then(async (it) => {
            const bytes = await it.arrayBuffer();
            next(it.ok, bytes);
            return [it.status, bytes];
        });
        // Who takes the answer over hears of its failure.
        answer.catch(() => {});
        window.asked[url] = answer;
    };
    const isWhole = ["", "desk", "wall"].includes(pathname.slice(1));
    const isBare = isWhole && !["unit", "period", "indicator", "at"].some((it) => words.has(it));

    // What the map of the whole deployment is coloured by, as `question.rs` asks for it.
    const askForMap = ({ root, default_period, indicators }) => {
        const layer = words.get("layer") || (layout === "desk" ? "indicator" : "risk");
        const where = `unit=${encodeURIComponent(root.code)}`;
        const when = `period=${encodeURIComponent(default_period)}`;
        if (layer === "indicator") {
            const { id } = indicators.find((it) => it.core) ?? indicators[0];
            ask(`/api/v1/figures?indicators=${encodeURIComponent(id)}&${where}&by=org&${when}&compare=yoy`);
        } else if (["risk", "workload", "complaints"].includes(layer)) {
            ask(`/api/v1/cells?layer=${layer}&${where}&${when}&res=7`, "application/vnd.guanlan.cells");
        }
    };
    // What the catalogue leads to is asked before the catalogue is handed on: nobody else has asked it by then.
    ask("/api/v1/indicators", undefined, (isGood, bytes) => {
        if (!isGood) return;
        const catalogue = JSON.parse(new TextDecoder().decode(bytes));
        ask(`/api/v1/regions?parent=${encodeURIComponent(catalogue.root.code)}&crs=WGS84`);
        if (isBare && !["layers", "breaks", "within", "view"].some((it) => words.has(it))) {
            askForMap(catalogue);
        }
    });
    if (isBare) {
        ask("/api/v1/scenes/overview");
    }
})();
