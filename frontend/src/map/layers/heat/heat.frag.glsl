#version 300 es
precision highp float;
in vec2 v_share;
uniform highp sampler2D u_heat;
// Limits between colours over the uppermost, ascending; those not used are out of reach.
uniform vec4 u_limits[2];
uniform vec4 u_palette[8];
uniform float u_opacity;
out vec4 o_colour;

void main() {
    float value = texture(u_heat, v_share).r;
    // How many limits the value has passed, with the share of the way to the next.
    float place = 0.0;
    float low = 0.0;
    for (int at = 0; at < 6; at++) {
        float high = u_limits[at / 4][at % 4];
        if (high > 1e30) break;
        if (value < high) {
            place += (value - low) / (high - low);
            break;
        }
        place += 1.0;
        low = high;
    }
    if (place < 0.02) discard;
    int from = int(place);
    vec3 colour = mix(u_palette[from].rgb, u_palette[min(from + 1, 7)].rgb, place - float(from));
    // The lowest classes come out of what is under them.
    float alpha = u_opacity * smoothstep(0.0, 2.5, place);
    o_colour = vec4(colour * alpha, alpha);
}
