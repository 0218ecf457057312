// deck.gl on a canvas of its own, drawn when asked and never by itself.

import { Deck, MapView } from "@deck.gl/core";
import { GeoJsonLayer, SolidPolygonLayer } from "@deck.gl/layers";
import { H3HexagonLayer } from "@deck.gl/geo-layers";
import { HEIGHT, WIDTH, canvas } from "./clock.js";

export async function openDeck() {
    const deck = await new Promise((opened, refused) => {
        const made = new Deck({
            canvas: canvas(),
            width: WIDTH,
            height: HEIGHT,
            views: new MapView({ repeat: false }),
            viewState: { longitude: 0, latitude: 0, zoom: 1 },
            controller: false,
            useDevicePixels: false,
            // As our map: edges are not smoothed by multisampling.
            deviceProps: { type: "webgl", webgl: { antialias: false } },
            onLoad: () => opened(made),
            onError: refused,
        });
    });
    deck.animationLoop.stop();
    const { gl } = deck.device;
    if (gl.getContextAttributes().antialias) {
        throw new Error("deck.gl smooths edges where our map does not");
    }
    const show = (props) => {
        deck.setProps(props);
        deck.layerManager.updateLayers();
        deck.redraw("asked");
    };
    return { deck, gl, show };
}

export function viewOf([longitude, latitude, zoom]) {
    return { longitude, latitude, zoom, pitch: 0, bearing: 0 };
}

// Hexagons, flat, filled, in the colours of their classes.
export function hexagons(id, { names, colours, highPrecision }) {
    return new H3HexagonLayer({
        id,
        data: { length: names.length },
        highPrecision,
        getHexagon: (_, { index }) => names[index],
        getFillColor: (_, { index }) => colours[index],
        updateTriggers: { getFillColor: colours },
        extruded: false,
        stroked: false,
        filled: true,
        material: false,
        pickable: false,
    });
}

// Areas with their borders, as our map and every choropleth draws them.
export function areas(id, { features, palette, stroked }) {
    return new GeoJsonLayer({
        id,
        data: features,
        stroked,
        filled: true,
        getFillColor: (_, { index }) => palette[index % 7],
        getLineColor: [130, 174, 208, 168],
        lineWidthUnits: "pixels",
        getLineWidth: 1.2,
        pickable: false,
    });
}

// Areas alone, without borders and without reading features: the least deck.gl can be asked for.
export function bareAreas(id, { features, palette }) {
    return new SolidPolygonLayer({
        id,
        data: features,
        getPolygon: (it) => it.geometry.coordinates,
        getFillColor: (_, { index }) => palette[index % 7],
        positionFormat: "XY",
        pickable: false,
    });
}
