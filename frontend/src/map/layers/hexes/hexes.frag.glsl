#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
in vec2 v_lattice;
in float v_margin;
uniform usampler2D u_class;
// Lattice position of the mesh's origin in the table, and the size of the table.
uniform ivec2 u_base;
uniform ivec2 u_size;
uniform ivec2 u_hovered;
// Lattice units a device pixel spans; one unit is the distance between neighbours.
uniform float u_pixel;
uniform vec4 u_palette[8];
uniform vec3 u_highlight;
uniform float u_opacity;
out vec4 o_colour;

vec2 rounded(vec2 at) {
    vec3 cube = vec3(at, -at.x - at.y);
    vec3 whole = round(cube);
    vec3 off = abs(whole - cube);
    if (off.x > off.y && off.x > off.z) {
        whole.x = -whole.y - whole.z;
    } else if (off.y > off.z) {
        whole.y = -whole.x - whole.z;
    }
    return whole.xy;
}

// Signed distance to a hexagon round 0 whose neighbours lie along x; inside is negative.
float to_edge(vec2 at, float apothem) {
    const vec3 turn = vec3(-0.8660254, 0.5, 0.5773503);
    vec2 p = abs(at.yx);
    p -= 2.0 * min(dot(turn.xy, p), 0.0) * turn.xy;
    p -= vec2(clamp(p.x, -turn.z * apothem, turn.z * apothem), apothem);
    return length(p) * sign(p.y);
}

void main() {
    if (v_margin < 0.0) discard;
    vec2 cell = rounded(v_lattice);
    ivec2 at = ivec2(cell) + u_base;
    if (at.x < 0 || at.y < 0 || at.x >= u_size.x || at.y >= u_size.y) discard;
    uint texel = texelFetch(u_class, at, 0).r;
    if (texel == 0u) discard;
    vec3 colour = u_palette[int(texel) - 1].rgb;
    float cover = 1.0;
    // A gap and round corners from some five pixels a hexagon; below that one closed surface.
    float detail = clamp((1.0 / u_pixel - 5.0) / 5.0, 0.0, 1.0);
    if (detail > 0.0) {
        vec2 off = v_lattice - cell;
        vec2 place = vec2(off.x + off.y * 0.5, off.y * 0.8660254);
        float gap = clamp(0.5 * u_pixel, 0.01, 0.04);
        const float CORNER = 0.08;
        float edge = (to_edge(place, 0.5 - gap - CORNER) - CORNER) / u_pixel;
        // The gap keeps some colour: cells stay one surface from afar.
        cover = mix(1.0, mix(0.45, 1.0, clamp(0.5 - edge, 0.0, 1.0)), detail);
        if (at == u_hovered) {
            colour = mix(colour, u_highlight, clamp(edge + 2.5, 0.0, 1.0));
        }
    } else if (at == u_hovered) {
        colour = u_highlight;
    }
    float alpha = u_opacity * cover;
    o_colour = vec4(colour * alpha, alpha);
}
