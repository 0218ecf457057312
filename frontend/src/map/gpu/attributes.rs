//! What a vertex shader declares, read from its text, so that a test can compare it with the buffer.

/// Attributes of a vertex in buffer order: location, GLSL type, name. All are 32-bit floats, interleaved.
pub(crate) type Layout = &'static [(u32, &'static str, &'static str)];

/// How many floats an attribute of a GLSL type takes.
pub(crate) fn floats(kind: &str) -> i32 {
    match kind {
        "vec2" => 2,
        "vec3" => 3,
        "vec4" => 4,
        _ => 1,
    }
}

/// How many floats a vertex takes.
pub(crate) fn stride(layout: Layout) -> i32 {
    layout.iter().map(|(_, kind, _)| floats(kind)).sum()
}

/// The `layout(location = n) in type name;` lines of a shader.
#[cfg(test)]
pub(crate) fn declared(shader: &str) -> Vec<(u32, &str, &str)> {
    shader.lines().filter_map(declaration).collect()
}

#[cfg(test)]
fn declaration(line: &str) -> Option<(u32, &str, &str)> {
    let (place, rest) = line.trim().strip_prefix("layout(location = ")?.split_once(") in ")?;
    let (kind, name) = rest.strip_suffix(';')?.split_once(' ')?;
    Some((place.parse().ok()?, kind, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read_and_everything_else_is_not() {
        let shader = "#version 300 es\nlayout(location = 0) in vec2 a_place;\nuniform vec4 u_view;\n  layout(location = 1) in float a_side;\nout float v_side;";
        assert_eq!(declared(shader), [(0, "vec2", "a_place"), (1, "float", "a_side")]);
        assert_eq!(stride(&[(0, "vec2", "a_place"), (1, "float", "a_side")]), 3);
    }
}
