#version 300 es
// A corner of a band, relative to the layer's origin in mercator, and its share of the grid.
layout(location = 0) in vec2 a_position;
layout(location = 1) in vec2 a_share;
uniform vec4 u_view;
out vec2 v_share;

void main() {
    v_share = a_share;
    gl_Position = vec4(a_position * u_view.xy + u_view.zw, 0.0, 1.0);
}
