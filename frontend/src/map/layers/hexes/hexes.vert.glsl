#version 300 es
// A corner of the mesh: where on the screen, where on the lattice, how far inside the face.
layout(location = 0) in vec2 a_clip;
layout(location = 1) in vec2 a_lattice;
layout(location = 2) in float a_margin;
out vec2 v_lattice;
out float v_margin;

void main() {
    v_lattice = a_lattice;
    v_margin = a_margin;
    gl_Position = vec4(a_clip, 0.0, 1.0);
}
