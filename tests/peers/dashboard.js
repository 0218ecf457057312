// The page a good ECharts author would write for the same frames: a map and three charts, only the parts it
// needs bundled, everything asked for at once, shown as soon as it is there. Its frames are the product's
// own, recorded and served as files.

import * as echarts from "echarts/core";
import { BarChart, FunnelChart, LineChart, MapChart } from "echarts/charts";
import {
    GeoComponent,
    GridComponent,
    MarkLineComponent,
    TooltipComponent,
    VisualMapComponent,
} from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([
    BarChart,
    CanvasRenderer,
    FunnelChart,
    GeoComponent,
    GridComponent,
    LineChart,
    MapChart,
    MarkLineComponent,
    TooltipComponent,
    VisualMapComponent,
]);

const RAMP = ["#112a3f", "#143d56", "#195571", "#20718f", "#2c90ae", "#57b5ce", "#9edde8"];
const ask = (name) => fetch(`/frames/${name}.json`).then((it) => it.json());
const chart = (id) => echarts.init(document.getElementById(id), "dark");
const percent = (row) => (row.den ? Math.round((row.num / row.den) * 10000) / 100 : null);

async function showMap() {
    const [regions, districts, catalogue] = await Promise.all(
        ["regions", "districts", "indicators"].map(ask),
    );
    const breaks = catalogue.indicators[0].breaks.map((it) => Number(it) * 100);
    const limits = [-Infinity, ...breaks, Infinity];
    const features = regions.features.filter((it) => !it.properties.line);
    echarts.registerMap("regions", { ...regions, features });
    const map = chart("map");
    let drawn = 0;
    map.on("rendered", () => {
        map.getDom().querySelector("canvas").setAttribute("data-drawn", String((drawn += 1)));
    });
    map.setOption({
        animation: false,
        backgroundColor: "transparent",
        tooltip: {},
        visualMap: {
            type: "piecewise",
            pieces: RAMP.map((color, at) => ({ gte: limits[at], lt: limits[at + 1], color })),
        },
        series: [
            {
                type: "map",
                map: "regions",
                label: { show: true, color: "#e8eef7" },
                data: districts.rows.map((it) => ({ name: it.name, value: percent(it) })),
            },
        ],
    });
}

async function showCharts() {
    const [scene, series] = await Promise.all(["scene", "series"].map(ask));
    chart("trend").setOption({
        animation: false,
        xAxis: { type: "category", data: series.rows.map((it) => it.period) },
        yAxis: { type: "value", scale: true },
        series: [
            {
                type: "line",
                data: series.rows.map(percent),
                markLine: { data: [{ yAxis: 60 }], symbol: "none" },
            },
        ],
    });
    const ranked = [...scene.ranking].reverse();
    chart("ranking").setOption({
        animation: false,
        grid: { left: 90 },
        xAxis: { type: "value" },
        yAxis: { type: "category", data: ranked.map((it) => it.name) },
        series: [{ type: "bar", data: ranked.map(percent) }],
    });
    chart("funnel").setOption({
        animation: false,
        series: [
            {
                type: "funnel",
                data: scene.funnel.map((it) => ({ name: it.state, value: it.count })),
            },
        ],
    });
}

showMap();
showCharts();
