// Every WebGL2 context of the page → how many draws were asked for and how many bytes were uploaded.
// Wraps the prototype, so that all contenders are counted alike and none knows.

const DRAWS = [
    "drawArrays",
    "drawElements",
    "drawArraysInstanced",
    "drawElementsInstanced",
    "drawRangeElements",
];
const UPLOADS = ["bufferData", "bufferSubData", "texImage2D", "texSubImage2D"];

const counts = { draws: 0, bytes: 0 };

function bytesOf(args) {
    const view = args.find((it) => ArrayBuffer.isView(it) || it instanceof ArrayBuffer);
    return view ? view.byteLength : 0;
}

for (const name of DRAWS) {
    wrap(name, () => (counts.draws += 1));
}
for (const name of UPLOADS) {
    wrap(name, (args) => (counts.bytes += bytesOf(args)));
}

function wrap(name, note) {
    const plain = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...args) {
        note(args);
        return plain.apply(this, args);
    };
}

// What `work` asked for.
export function counted(work) {
    const before = { ...counts };
    work();
    return { draws: counts.draws - before.draws, bytes: counts.bytes - before.bytes };
}
