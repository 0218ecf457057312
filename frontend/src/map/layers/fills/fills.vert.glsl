#version 300 es
// A corner of a region, relative to the layer's origin in mercator.
layout(location = 0) in vec2 a_position;
layout(location = 1) in float a_region;
uniform vec4 u_view;
uniform highp sampler2D u_paint;
flat out vec4 v_paint;

void main() {
    int region = int(a_region + 0.5);
    v_paint = texelFetch(u_paint, ivec2(region % 256, region / 256), 0);
    gl_Position = vec4(a_position * u_view.xy + u_view.zw, 0.0, 1.0);
}
