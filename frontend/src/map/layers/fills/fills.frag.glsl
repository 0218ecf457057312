#version 300 es
precision highp float;
flat in vec4 v_paint;
uniform vec2 u_anchor;
uniform float u_hatch;
uniform float u_opacity;
// Ground and stroke of the two kinds of hatching.
uniform vec4 u_no_base[2];
uniform vec4 u_no_data[2];
out vec4 o_colour;

// 1 on a stroke, 0 between strokes, smooth over one pixel; strokes rise to the right or fall.
float stroke(vec2 at, float slope, float period, float width) {
    float across = (at.x + slope * at.y) * 0.70710678;
    float off = abs(mod(across, period) - period * 0.5);
    return clamp(width * 0.5 + 0.5 - off, 0.0, 1.0);
}

void main() {
    vec3 colour = v_paint.rgb;
    float pattern = v_paint.a * 255.0;
    if (pattern > 0.5) {
        // Anchored to the ground, so that the strokes travel with the map.
        vec2 at = gl_FragCoord.xy - u_anchor;
        float width = u_hatch / 6.0;
        if (pattern < 1.5) {
            colour = mix(u_no_base[0].rgb, u_no_base[1].rgb, stroke(at, -1.0, u_hatch, width));
        } else {
            float both = max(stroke(at, -1.0, u_hatch, width), stroke(at, 1.0, u_hatch, width));
            colour = mix(u_no_data[0].rgb, u_no_data[1].rgb, both);
        }
    }
    o_colour = vec4(colour * u_opacity, u_opacity);
}
