//! Entities as CSV, sound ones.

use std::fmt::Write as _;

pub(crate) const HEAD: &str = "entity_id,name,id_type,specialty,entity_type,risk_class,opened,address,region_code,\
                               geo_quality,state,org_code\n";

pub(crate) fn row(id: &str) -> String {
    format!("{id},测试{id},NONE,03,旅店,2,2020-01-01,北京市东城区,110101001,NONE,ACTIVE,110101\n")
}

pub(crate) fn csv(rows: &[String]) -> String {
    format!("{HEAD}{}", rows.concat())
}

/// As many entities as asked for, with names that do not compress.
pub(crate) fn many(count: u32) -> String {
    let mut text = HEAD.to_owned();
    let mut dice = 1_u64;
    for number in 0..count {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let noise = dice.wrapping_mul(dice | 1);
        write!(text, "{}", row(&format!("M{number}-{noise:016x}")))
            .expect("a string takes anything");
    }
    text
}

/// The text in GB18030, for the characters that the rows of this file hold, and 𠀀 of four bytes.
pub(crate) fn gb18030(text: &str) -> Vec<u8> {
    let encode = |letter: char| match letter {
        '测' => vec![0xb2, 0xe2],
        '试' => vec![0xca, 0xd4],
        '旅' => vec![0xc2, 0xc3],
        '店' => vec![0xb5, 0xea],
        '北' => vec![0xb1, 0xb1],
        '京' => vec![0xbe, 0xa9],
        '市' => vec![0xca, 0xd0],
        '东' => vec![0xb6, 0xab],
        '城' => vec![0xb3, 0xc7],
        '区' => vec![0xc7, 0xf8],
        '𠀀' => vec![0x95, 0x32, 0x82, 0x36],
        other => vec![u8::try_from(u32::from(other)).expect("ASCII")],
    };
    text.chars().flat_map(encode).collect()
}
