// Our map, built with the feature `bench`: `Rig` is `frontend/src/map/bench.rs`.

import init, { Rig } from "/ours/bench.js";
import { canvas } from "./clock.js";

let loaded = null;

export async function openOurs() {
    loaded ??= init({ module_or_path: "/ours/bench_bg.wasm" });
    await loaded;
    const ground = canvas();
    const rig = new Rig(ground);
    const gl = ground.getContext("webgl2");
    return { rig, gl };
}
