#version 300 es
precision highp float;
in vec2 v_share;
uniform sampler2D u_tile;
// What is kept of red, green and blue, and of the difference between them.
uniform vec4 u_tone;
out vec4 o_colour;

void main() {
    vec4 tile = texture(u_tile, v_share);
    float grey = dot(tile.rgb, vec3(0.299, 0.587, 0.114));
    vec3 colour = mix(vec3(grey), tile.rgb, u_tone.a) * u_tone.rgb;
    o_colour = vec4(colour * tile.a, tile.a);
}
