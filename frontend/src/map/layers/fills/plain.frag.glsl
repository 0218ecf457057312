#version 300 es
precision highp float;
flat in vec4 v_paint;
uniform float u_opacity;
out vec4 o_colour;

// As `fills.frag.glsl` where nothing is hatched.
void main() {
    o_colour = vec4(v_paint.rgb * u_opacity, u_opacity);
}
