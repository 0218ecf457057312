#version 300 es
// Shares of the way from west to east and from north to south.
layout(location = 0) in vec2 a_share;
uniform vec4 u_view;
// North-west and north-east, then south-west and south-east, in mercator relative to the middle of the screen.
uniform vec4 u_corners[2];
out vec2 v_share;

void main() {
    v_share = a_share;
    vec4 ends = mix(u_corners[0], u_corners[1], a_share.y);
    vec2 place = mix(ends.xy, ends.zw, a_share.x);
    gl_Position = vec4(place * u_view.xy + u_view.zw, 0.0, 1.0);
}
