// A number → a GeoJSON of neighbours with winding borders, the same every time.
//
// A grid whose nodes are pushed about; each edge is one noisy line that its two neighbours share, vertex by
// vertex, as districts do.

const WEST = 115.4;
const SOUTH = 39.4;
const STEP = 0.04;

function drawer(seed) {
    let state = seed >>> 0;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 4294967296 - 0.5;
    };
}

// `columns` · `rows` areas whose edges have `pieces` pieces each: 4 · pieces + 1 vertices an area.
export function regions(columns, rows, pieces) {
    const draw = drawer(7);
    const node = [];
    for (let row = 0; row <= rows; row += 1) {
        node.push([]);
        for (let column = 0; column <= columns; column += 1) {
            const [x, y] = [column + draw() * 0.3, row + draw() * 0.3];
            node[row].push([WEST + x * STEP, SOUTH + y * STEP * 0.75]);
        }
    }
    const line = (from, to) => noisy(from, to, pieces, draw);
    const across = node.map((nodes) => nodes.slice(1).map((to, at) => line(nodes[at], to)));
    const up = node.slice(1).map((nodes, row) => nodes.map((to, at) => line(node[row][at], to)));
    const features = [];
    for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
            const ring = [
                ...across[row][column],
                ...up[row][column + 1].slice(1),
                ...[...across[row + 1][column]].reverse().slice(1),
                ...[...up[row][column]].reverse().slice(1),
            ];
            const code = String(features.length);
            features.push({
                type: "Feature",
                properties: { code, name: `R${code}`, level: "street" },
                geometry: { type: "Polygon", coordinates: [ring] },
            });
        }
    }
    return { type: "FeatureCollection", crs: "WGS84", features };
}

// A line that strays sideways, more in its middle, rougher at finer scales; its ends stay.
function noisy([x0, y0], [x1, y1], pieces, draw) {
    const [across, along] = [[y1 - y0, x0 - x1], [x1 - x0, y1 - y0]];
    const waves = [1, 2, 4, 8, 16, 32].map((count) => [count, draw() * 4, 0.12 / count ** 0.8]);
    const points = [[x0, y0]];
    for (let piece = 1; piece < pieces; piece += 1) {
        const share = piece / pieces;
        const stray = waves.reduce(
            (sum, [count, phase, size]) => sum + Math.sin((share * count + phase) * 6.283) * size,
            0,
        );
        const off = stray * Math.sin(share * Math.PI) * 0.5;
        points.push([x0 + along[0] * share + across[0] * off, y0 + along[1] * share + across[1] * off]);
    }
    points.push([x1, y1]);
    return points.map(([x, y]) => [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6]);
}
