// ECharts with one map series, on its canvas renderer.

import * as echarts from "echarts/core";
import { MapChart } from "echarts/charts";
import { GeoComponent, VisualMapComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { HEIGHT, WIDTH } from "./clock.js";

echarts.use([MapChart, GeoComponent, VisualMapComponent, CanvasRenderer]);

export function openECharts() {
    const ground = document.createElement("div");
    ground.className = "chart";
    document.body.append(ground);
    const chart = echarts.init(ground, null, { width: WIDTH, height: HEIGHT, devicePixelRatio: 1 });
    // Reading a pixel of a plain canvas waits for its picture as `readPixels` does.
    const gl = {
        readPixels: () => ground.querySelector("canvas").getContext("2d").getImageData(9, 9, 1, 1),
    };
    const show = (name, collection, palette) => {
        echarts.registerMap(name, collection);
        const css = (colour) => `rgb(${colour.join(",")})`;
        const regions = collection.features.map((it, number) => ({
            name: it.properties.name,
            value: number % 7,
        }));
        chart.setOption(
            {
                animation: false,
                visualMap: {
                    show: false,
                    type: "piecewise",
                    pieces: palette.map((colour, value) => ({ value, color: css(colour) })),
                },
                series: [
                    {
                        type: "map",
                        map: name,
                        layoutCenter: ["50%", "50%"],
                        layoutSize: HEIGHT,
                        data: regions,
                        itemStyle: { borderColor: "#82aed0", borderWidth: 1.2 },
                        label: { show: false },
                        silent: true,
                    },
                ],
            },
            { notMerge: true },
        );
        chart.getZr().flush();
    };
    return { gl, show, close: () => chart.clear() };
}
