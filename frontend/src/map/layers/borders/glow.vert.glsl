#version 300 es
// One triangle over the whole screen.
layout(location = 0) in vec2 a_corner;
out vec2 v_at;

void main() {
    v_at = a_corner * 0.5 + 0.5;
    gl_Position = vec4(a_corner, 0.0, 1.0);
}
