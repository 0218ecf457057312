// Work → milliseconds, on the processor's side and until the pixels are there.

export const WIDTH = 1920;
export const HEIGHT = 1080;

// A canvas of the measured size, unseen: what the browser does to show it is nobody's cost.
export function canvas() {
    const made = document.createElement("canvas");
    made.width = WIDTH;
    made.height = HEIGHT;
    document.body.append(made);
    return made;
}

// Reading one pixel waits for the whole picture, also in software.
export function finish(gl) {
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

// `cpu`: until the work returned; `total`: until its pixels could be read.
export function timed(gl, work) {
    const start = performance.now();
    work();
    const cpu = performance.now() - start;
    finish(gl);
    return { cpu, total: performance.now() - start };
}

export function median(numbers) {
    const sorted = [...numbers].sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export const rounded = (number) => Math.round(number * 1000) / 1000;

// Lets the browser do what it has put off, so that the next one measured does not pay for it.
export function rest(ms = 30) {
    return new Promise((resume) => setTimeout(() => requestAnimationFrame(() => resume()), ms));
}

export function say(words) {
    window.progress = words;
}

// A contender whose first turn took longer than this has no other: its figure is known well enough.
const HOPELESS_MS = 15_000;

// Runs contenders in turn, `rounds` times: A B C A B C. `{ name: { gl, work } }` → medians of both times, and
// the times themselves.
export async function inTurn(rounds, contenders) {
    const taken = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
        for (const [name, { gl, work }] of Object.entries(contenders)) {
            const before = taken[name].at(-1);
            if (before?.total > HOPELESS_MS) {
                continue;
            }
            const told = before ? `, before ${Math.round(before.cpu)} of ${Math.round(before.total)} ms` : "";
            say(`round ${round + 1} of ${rounds}: ${name}${told}`);
            taken[name].push(timed(gl, () => work(round)));
            await rest();
        }
    }
    const both = (all) => ({
        cpu_ms: rounded(median(all.map((it) => it.cpu))),
        total_ms: rounded(median(all.map((it) => it.total))),
        best_ms: rounded(Math.min(...all.map((it) => it.total))),
        worst_ms: rounded(Math.max(...all.map((it) => it.total))),
        turns: all.length,
    });
    const told = Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, both(all)]));
    return { told, taken };
}

// How many times as long one took as another: the median of the ratios of each round, because a machine that
// is busy for a while is busy for both.
export function ratio(slow, quick) {
    const rounds = slow.map((it, round) => it.total / (quick[round] ?? quick.at(-1)).total);
    return rounded(median(rounds));
}

// All pixels of a picture, from the top; call it in the task that drew.
export function pixels(gl) {
    const read = new Uint8Array(WIDTH * HEIGHT * 4);
    gl.readPixels(0, 0, WIDTH, HEIGHT, gl.RGBA, gl.UNSIGNED_BYTE, read);
    return (column, row) => {
        const at = ((HEIGHT - 1 - row) * WIDTH + column) * 4;
        return [read[at], read[at + 1], read[at + 2]];
    };
}
