#version 300 es
precision highp float;
in vec2 v_share;
uniform sampler2D u_tile;
// Share of the brightness and share of the colour that are kept.
uniform vec2 u_tone;
out vec4 o_colour;

void main() {
    vec4 tile = texture(u_tile, v_share);
    float grey = dot(tile.rgb, vec3(0.299, 0.587, 0.114));
    vec3 colour = mix(vec3(grey), tile.rgb, u_tone.y) * u_tone.x;
    o_colour = vec4(colour * tile.a, tile.a);
}
