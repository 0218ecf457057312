// Sources of the harness → one bundle a page, each also as brotli: node build.js SOURCES SITE.
// Runs beside `node_modules`; the map's own program is put into SITE/ours by others.

import { brotliCompressSync, constants } from "node:zlib";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

const [sources, site] = process.argv.slice(2);

for (const page of ["harness", "dashboard"]) {
    copyFileSync(join(sources, `${page}.html`), join(site, `${page}.html`));
}
copyFileSync(join(sources, "dashboard-bare.html"), join(site, "dashboard-bare.html"));
buildSync({
    entryPoints: [join(sources, "harness.js"), join(sources, "dashboard.js")],
    outdir: site,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    external: ["/ours/*"],
    nodePaths: [join(process.cwd(), "node_modules")],
    define: { "process.env.NODE_ENV": '"production"' },
});

for (const name of readdirSync(site).filter((it) => /\.(js|html)$/.test(it))) {
    const text = readFileSync(join(site, name));
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    writeFileSync(join(site, `${name}.br`), brotliCompressSync(text, quality));
}
