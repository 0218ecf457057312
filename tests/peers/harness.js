// What is measured, by name: `window.measure("hexes")` → an object; what it is at stands in `window.progress`.

import { counted } from "./counters.js";
import { inTurn, median, pixels, ratio, rest, rounded, say, timed } from "./clock.js";
import { areas, bareAreas, hexagons, openDeck, viewOf } from "./deck.js";
import { openECharts } from "./echarts-areas.js";
import { openOurs } from "./ours.js";
import { regions } from "./regions.js";

const FRAMES = 15;
const RECOLOURS = 11;

const measures = { hexes, recolour, polygons, decode };

window.measure = async (name) => {
    window.result = null;
    window.failure = null;
    try {
        window.result = { bench: name, ...(await measures[name]()) };
    } catch (error) {
        window.failure = String(error?.stack ?? error);
    }
};

async function gathered(count, res) {
    say(`${count} cells`);
    const ours = await openOurs();
    const cells = ours.rig.gather(count, res);
    const classes = ours.rig.revalue(1);
    await rest();
    return { ...ours, cells, classes };
}

const coloursOf = (rig) => {
    const flat = [...rig.palette()];
    return [0, 1, 2, 3, 4, 5, 6].map((at) => flat.slice(at * 3, at * 3 + 3));
};

// Half the frames look a little further east, half back: a picture that stands still is not drawn anew.
const swayed = (round) => (round % 2 ? 3 : -3);

async function hexes() {
    const small = await gathered(100_000, 9);
    const large = await gathered(1_000_000, 10);
    const palette = coloursOf(small.rig);
    const first = {};
    const drawn = {};
    for (const [name, ours] of Object.entries({ ours: small, ours_1m: large })) {
        drawn[name] = counted(() => (first[name] = timed(ours.gl, () => ours.rig.frame())));
        drawn[name].draws_frame = counted(() => ours.rig.frame()).draws;
    }
    say("pictures compared with H3");
    const picture = { ours: truth(small), ours_1m: truth(large) };
    const decks = {};
    const names = Array.from(small.cells, (it) => it.toString(16));
    const colours = Array.from(small.classes, (it) => palette[it]);
    for (const [name, highPrecision] of [["deck_low", false], ["deck_high", true]]) {
        say(`${name}: preparing`);
        const deck = await openDeck();
        const layers = [hexagons(name, { names, colours, highPrecision })];
        const camera = viewOf(small.rig.camera());
        const show = () => deck.show({ layers, viewState: camera });
        drawn[name] = counted(() => (first[name] = timed(deck.gl, show)));
        drawn[name].draws_frame = counted(() => deck.show({ viewState: { ...camera } })).draws;
        deck.show({ viewState: { ...camera } });
        picture[name] = agreement(small, deck.gl, palette);
        decks[name] = { ...deck, camera };
        await rest();
    }
    const pan = (ours) => (round) => {
        ours.rig.pan(swayed(round), 0);
        ours.rig.frame();
    };
    const turn = (deck) => (round) => {
        const longitude = deck.camera.longitude + (round % 2) * 1e-4;
        deck.show({ viewState: { ...deck.camera, longitude } });
    };
    const { told: frames, taken } = await inTurn(FRAMES, {
        ours: { gl: small.gl, work: pan(small) },
        deck_low: { gl: decks.deck_low.gl, work: turn(decks.deck_low) },
        ours_1m: { gl: large.gl, work: pan(large) },
        deck_high: { gl: decks.deck_high.gl, work: turn(decks.deck_high) },
    });
    const isLow = frames.deck_low.total_ms < frames.deck_high.total_ms;
    const deck = isLow ? "deck_low" : "deck_high";
    return {
        cells: small.cells.length,
        frames,
        first: shortened(first),
        drawn,
        picture,
        deck_better: deck,
        ratio: ratio(taken[deck], taken.ours),
        growth_1m: ratio(taken.ours_1m, taken.ours),
        prepared_ratio: rounded(
            Math.min(first.deck_low.total, first.deck_high.total) / first.ours.total,
        ),
    };
}

// Pixels of our picture that are not of the class of the cell they lie in.
function truth(ours) {
    const palette = coloursOf(ours.rig);
    ours.rig.frame();
    const at = pixels(ours.gl);
    return {
        pixels: missed(at, ours.rig.truth(7), palette),
        centres: missed(at, ours.rig.centres(17), palette),
    };
}

// How much of another's picture is as H3 says, so that both are known to draw the same.
function agreement(ours, gl, palette) {
    return { pixels: missed(pixels(gl), ours.rig.truth(7), palette) };
}

// Of a list of column, row and class: those whose pixel has another colour.
function missed(at, list, palette) {
    let wrong = 0;
    for (let index = 0; index < list.length; index += 3) {
        const [column, row, kind] = list.subarray(index, index + 3);
        wrong += near(at(column, row), palette[kind]) ? 0 : 1;
    }
    return { of: list.length / 3, wrong, share: rounded((wrong * 3) / list.length) };
}

const near = (a, b) => a.every((it, channel) => Math.abs(it - b[channel]) <= 2);

const shortened = (times) =>
    Object.fromEntries(
        Object.entries(times).map(([name, { cpu, total }]) => [
            name,
            { cpu_ms: rounded(cpu), total_ms: rounded(total) },
        ]),
    );

async function recolour() {
    const ours = await gathered(1_000_000, 10);
    const peer = await gathered(100_000, 9);
    ours.rig.frame();
    const palette = coloursOf(ours.rig);
    const deck = await openDeck();
    const names = Array.from(peer.cells, (it) => it.toString(16));
    const camera = viewOf(peer.rig.camera());
    const taken = { ours: [], deck: [] };
    const layer = (classes) =>
        hexagons("recolour", {
            names,
            colours: Array.from(classes, (it) => palette[it]),
            highPrecision: false,
        });
    deck.show({ layers: [layer(peer.classes)], viewState: camera });
    let drawn = null;
    for (let round = 0; round < RECOLOURS; round += 1) {
        say(`round ${round + 1} of ${RECOLOURS}`);
        ours.rig.revalue(round + 10);
        await rest();
        drawn = counted(() => taken.ours.push(timed(ours.gl, () => ours.rig.frame())));
        const layers = [layer(peer.rig.revalue(round + 10))];
        await rest();
        taken.deck.push(timed(deck.gl, () => deck.show({ layers })));
    }
    const cpu = (all) => rounded(median(all.map((it) => it.cpu)));
    return {
        cells: ours.cells.length,
        cpu_ms: cpu(taken.ours),
        total_ms: rounded(median(taken.ours.map((it) => it.total))),
        bytes: drawn.bytes,
        deck_100k_cpu_ms: cpu(taken.deck),
        picture: truth(ours),
    };
}

async function polygons() {
    const rounds = 5;
    say("making polygons");
    const collection = regions(60, 50, 92);
    const vertices = collection.features.reduce(
        (sum, it) => sum + it.geometry.coordinates[0].length,
        0,
    );
    const text = JSON.stringify(collection);
    const bytes = new TextEncoder().encode(text);
    const tiny = regions(3, 2, 5);
    const ours = await openOurs();
    const palette = coloursOf(ours.rig);
    const [plain, outlined, bare] = [await openDeck(), await openDeck(), await openDeck()];
    const chart = openECharts();
    const view = { longitude: 116.6, latitude: 40.15, zoom: 8.6 };
    let turn = 0;
    const parts = { read: [], prepared: [] };
    const contenders = (source, encoded) => ({
        ours: {
            gl: ours.gl,
            work: () => {
                const start = performance.now();
                ours.rig.read_regions(encoded);
                parts.read.push(performance.now() - start);
                ours.rig.frame();
            },
        },
        deck: {
            gl: outlined.gl,
            work: () => {
                const features = JSON.parse(source);
                const layer = areas(`a${(turn += 1)}`, { features, palette, stroked: true });
                outlined.show({ layers: [layer], viewState: view });
            },
        },
        echarts: {
            gl: chart.gl,
            work: () => chart.show(`m${(turn += 1)}`, JSON.parse(source), palette),
        },
        deck_fill: {
            gl: plain.gl,
            work: () => {
                const features = JSON.parse(source);
                const layer = areas(`b${(turn += 1)}`, { features, palette, stroked: false });
                plain.show({ layers: [layer], viewState: view });
            },
        },
        deck_bare: {
            gl: bare.gl,
            work: () => {
                const { features } = JSON.parse(source);
                const layer = bareAreas(`c${(turn += 1)}`, { features, palette });
                bare.show({ layers: [layer], viewState: view });
            },
        },
    });
    // Shaders are compiled and code is warm before anything counts.
    const little = JSON.stringify(tiny);
    await inTurn(2, contenders(little, new TextEncoder().encode(little)));
    parts.read.length = 0;
    const { told: first, taken } = await inTurn(rounds, contenders(text, bytes));
    const drawn = counted(() => contenders(text, bytes).ours.work());
    ours.rig.frame();
    const picture = missed(pixels(ours.gl), ours.rig.regions_truth(9), coloursOf(ours.rig));
    const pan = (round) => {
        ours.rig.pan(swayed(round), 0);
        ours.rig.frame();
    };
    const { told: frames } = await inTurn(FRAMES, { ours: { gl: ours.gl, work: pan } });
    const better = (a, b) => (first[a].total_ms < first[b].total_ms ? a : b);
    const [same, any] = [better("deck", "echarts"), better("deck_fill", "deck_bare")];
    return {
        polygons: collection.features.length,
        vertices,
        text_bytes: bytes.length,
        first,
        read_ms: rounded(median(parts.read)),
        drawn,
        picture,
        frames,
        better_peer: same,
        better_without_borders: any,
        ratio: ratio(taken[same], taken.ours),
        ratio_to_fill_only: ratio(taken[any], taken.ours),
    };
}

async function decode() {
    const ours = await gathered(100_000, 9);
    const taken = [];
    for (let round = 0; round < 60; round += 1) {
        const start = performance.now();
        const count = ours.rig.decode();
        taken.push(performance.now() - start);
        if (count !== 100_000) {
            throw new Error(`${count} cells came back`);
        }
        await rest(5);
    }
    return {
        cells: 100_000,
        bytes: ours.rig.travelled(),
        median_ms: rounded(median(taken)),
        best_ms: rounded(Math.min(...taken)),
    };
}
