#version 300 es
precision highp float;
in vec2 v_at;
uniform sampler2D u_glow;
uniform vec4 u_colour;
out vec4 o_colour;

void main() {
    float alpha = texture(u_glow, v_at).r * u_colour.a;
    if (alpha == 0.0) discard;
    o_colour = vec4(u_colour.rgb * alpha, alpha);
}
