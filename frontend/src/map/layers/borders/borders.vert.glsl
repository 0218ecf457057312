#version 300 es
// A point of a line, relative to the layer's origin in mercator, pushed to one of its two sides.
layout(location = 0) in vec2 a_position;
layout(location = 1) in vec2 a_offset;
layout(location = 2) in float a_side;
uniform vec4 u_view;
// Clip-space size of a device pixel, and how far the strip reaches from the line in device pixels.
uniform vec2 u_pixel;
uniform float u_reach;
out float v_across;

void main() {
    // Mercator grows downwards, clip space upwards.
    vec2 offset = vec2(a_offset.x, -a_offset.y) * u_reach * u_pixel;
    v_across = a_side * u_reach;
    gl_Position = vec4(a_position * u_view.xy + u_view.zw + offset, 0.0, 1.0);
}
