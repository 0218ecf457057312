#version 300 es
precision highp float;
in float v_across;
uniform float u_reach;
// Width of the line in device pixels; below zero a glow that fades to nothing at the reach.
uniform float u_width;
uniform vec4 u_colour;
out vec4 o_colour;

void main() {
    float off = abs(v_across);
    float near = clamp(1.0 - off / u_reach, 0.0, 1.0);
    float cover = u_width < 0.0 ? near * near : clamp(u_width * 0.5 + 0.5 - off, 0.0, 1.0);
    float alpha = u_colour.a * cover;
    o_colour = vec4(u_colour.rgb * alpha, alpha);
}
