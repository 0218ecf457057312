#version 300 es
precision highp float;
flat in vec3 v_colour;
flat in float v_radius;
flat in float v_marked;
uniform float u_ratio;
uniform float u_opacity;
uniform vec3 u_rim;
uniform vec3 u_hovered;
out vec4 o_colour;

void main() {
    float off = length(gl_PointCoord - 0.5) * (v_radius + 2.5 * u_ratio) * 2.0;
    float body = clamp(v_radius + 0.5 - off, 0.0, 1.0);
    float width = v_marked < 0.5 ? 1.0 : 2.0;
    float whole = clamp(v_radius + width * u_ratio + 0.5 - off, 0.0, 1.0);
    if (whole == 0.0) discard;
    vec3 rim = v_marked < 0.5 ? u_rim : u_hovered;
    float alpha = whole * mix(v_marked < 0.5 ? 0.6 : 1.0, 0.96, body) * u_opacity;
    o_colour = vec4(mix(rim, v_colour, body) * alpha, alpha);
}
