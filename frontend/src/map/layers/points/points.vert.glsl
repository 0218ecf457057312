#version 300 es
// The middle of a bubble, relative to the layer's origin in mercator; radius in CSS pixels.
layout(location = 0) in vec2 a_position;
layout(location = 1) in float a_radius;
layout(location = 2) in vec3 a_colour;
layout(location = 3) in float a_marked;
uniform vec4 u_view;
uniform float u_ratio;
flat out vec3 v_colour;
flat out float v_radius;
flat out float v_marked;

void main() {
    v_colour = a_colour;
    v_radius = a_radius * u_ratio;
    v_marked = a_marked;
    // Room for the rim and its smooth edge.
    gl_PointSize = (v_radius + 2.5 * u_ratio) * 2.0;
    gl_Position = vec4(a_position * u_view.xy + u_view.zw, 0.0, 1.0);
}
