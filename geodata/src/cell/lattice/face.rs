//! The icosahedron H3 is built on: face centres, and the axes of each face's lattice.
//!
//! The constants are those of the H3 library; `h3o` keeps its copy private.

use std::f64::consts::PI;

pub(super) type Vector = [f64; 3];

/// 1 / cos 30°.
pub(super) const SECANT_30: f64 = 1.154_700_538_379_251_5;
/// Length of a resolution-0 unit in gnomonic coordinates.
const RES0_UNIT: f64 = 0.381_966_011_250_105;
/// Angle by which odd resolutions are turned: asin(√(3/28)).
const ODD_TURN: f64 = 0.333_473_172_251_832_1;

const CENTRES: [Vector; 20] = [
    [0.219_930_779_140_460_6, 0.658_369_178_027_499_6, 0.719_847_537_892_618_2],
    [-0.213_923_483_450_142_1, 0.147_817_182_955_070_3, 0.965_601_793_521_420_5],
    [0.109_262_527_878_479_7, -0.481_195_157_287_321, 0.869_777_512_128_725_3],
    [0.742_856_730_158_679_1, -0.359_394_167_827_802_8, 0.564_800_593_651_703_3],
    [0.811_253_470_914_096_9, 0.344_895_323_763_938_4, 0.472_138_773_641_393],
    [-0.105_549_814_961_392_1, 0.979_445_729_641_141_3, 0.171_887_461_000_936_5],
    [-0.807_540_757_997_009_2, 0.153_355_248_589_881_8, 0.569_526_199_488_268_8],
    [-0.284_614_806_978_790_7, -0.864_408_097_265_420_6, 0.414_479_255_247_353_9],
    [0.740_562_147_385_448_2, -0.667_329_956_456_552_4, -0.078_983_764_632_673_7],
    [0.851_230_398_647_429_3, 0.472_234_378_858_268_1, -0.228_913_738_868_780_8],
    [-0.740_562_147_385_448_1, 0.667_329_956_456_552_4, 0.078_983_764_632_673_7],
    [-0.851_230_398_647_429_2, -0.472_234_378_858_268_2, 0.228_913_738_868_780_8],
    [0.105_549_814_961_391_9, -0.979_445_729_641_141_3, -0.171_887_461_000_936_5],
    [0.807_540_757_997_009_2, -0.153_355_248_589_881_9, -0.569_526_199_488_268_8],
    [0.284_614_806_978_790_8, 0.864_408_097_265_420_4, -0.414_479_255_247_353_9],
    [-0.742_856_730_158_679_1, 0.359_394_167_827_802_7, -0.564_800_593_651_703_3],
    [-0.811_253_470_914_097, -0.344_895_323_763_938_2, -0.472_138_773_641_393],
    [-0.219_930_779_140_460_7, -0.658_369_178_027_499_6, -0.719_847_537_892_618_2],
    [0.213_923_483_450_142, -0.147_817_182_955_070_4, -0.965_601_793_521_420_5],
    [-0.109_262_527_878_479_6, 0.481_195_157_287_321, -0.869_777_512_128_725_3],
];

/// Azimuth of each face's i-axis at its centre, for even resolutions, in radians from north to east.
const I_AXES: [f64; 20] = [
    5.619_958_268_523_939_5,
    5.760_339_081_714_187_5,
    0.780_213_654_393_43,
    0.430_469_363_979_999_9,
    6.130_269_123_335_111,
    2.692_877_706_530_643,
    2.982_963_003_477_244,
    3.532_912_002_790_141,
    3.494_305_004_259_568,
    3.003_214_169_499_538_2,
    5.930_472_956_509_812,
    0.138_378_484_090_254_86,
    0.448_714_947_059_150_4,
    0.158_629_650_112_549_37,
    5.891_865_957_979_238,
    2.711_123_289_609_793,
    3.294_508_837_434_268,
    3.804_819_692_245_44,
    3.664_438_879_055_192_3,
    2.361_378_999_196_363,
];

/// The unit vector of a point in degrees.
pub(super) fn on_sphere(lng: f64, lat: f64) -> Vector {
    let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
    let (sin_lng, cos_lng) = lng.to_radians().sin_cos();
    [cos_lng * cos_lat, sin_lng * cos_lat, sin_lat]
}

pub(super) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn centre(face: usize) -> Vector {
    CENTRES[face]
}

/// The face whose centre a point is nearest to; the first where two are equally near.
pub(super) fn nearest(at: Vector) -> u8 {
    let better = |best: (u8, f64), (face, centre)| {
        let depth = dot(at, centre);
        if depth > best.1 { (face, depth) } else { best }
    };
    (0..).zip(CENTRES).fold((0, f64::NEG_INFINITY), better).0
}

/// Depth on a face less the best of all other faces.
pub(super) fn margin(face: usize, at: Vector) -> f64 {
    let others = CENTRES.iter().enumerate().filter(|(other, _)| *other != face);
    dot(at, CENTRES[face]) - others.map(|(_, &it)| dot(at, it)).fold(f64::NEG_INFINITY, f64::max)
}

/// The two vectors whose dot products with a point, over its depth, are its plane coordinates: x along
/// the i-axis, y to its left, 1 the distance of two neighbouring cells.
pub(super) fn plane_axes(face: usize, res: u8) -> (Vector, Vector) {
    let (north, east) = tangents(CENTRES[face]);
    let turn = if res % 2 == 1 { ODD_TURN } else { 0.0 };
    let scale = 7_f64.powf(f64::from(res) / 2.0) / RES0_UNIT;
    let along = |azimuth: f64| {
        let (sin, cos) = azimuth.sin_cos();
        [0, 1, 2].map(|axis| scale * (cos * north[axis] + sin * east[axis]))
    };
    let i_axis = I_AXES[face] - turn;
    (along(i_axis), along(i_axis - PI / 2.0))
}

/// North and east at a point that is no pole.
fn tangents(at: Vector) -> (Vector, Vector) {
    let length = at[0].hypot(at[1]);
    let east = [-at[1] / length, at[0] / length, 0.0];
    let north = [-at[2] * at[0] / length, -at[2] * at[1] / length, length];
    (north, east)
}
