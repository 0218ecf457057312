//! A class on the map → its colour, in either theme; the legend asks here too, so that both agree.
//!
//! All ramps rise in lightness on the dark ground and fall on the light one, so that they read without
//! hue (visual direction). Everything else the map paints (land, borders, hatching) is in [`Tokens`].

/// The page's two grounds: dark for the wall, light for the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    #[default]
    Dark,
    Light,
}

/// An opaque colour, `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u32);

/// One scale of seven colours for each kind of heat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ramp {
    /// Ember.
    Risk,
    /// Fir to pale jade: green enough to lie over the blue of indicators and beside the gold of complaints, and blue
    /// enough that both still differ where red and green do not.
    Workload,
    /// Umber to pale gold.
    Complaints,
    /// Indicators on regions.
    #[default]
    Water,
    /// From cold (blue) over the middle to hot (red): what differs from chance.
    Chance,
}

/// How many colours a ramp has; a layer has at most as many classes.
pub(crate) const CLASSES: usize = 7;

impl Ramp {
    /// The seven colours from low to high.
    pub const fn colours(self, theme: Theme) -> [Rgb; CLASSES] {
        let hex = match (self, theme) {
            (Self::Risk, Theme::Dark) => {
                [0x16_1a33, 0x3b_1f57, 0x6d_2466, 0xa8_3160, 0xdd_5549, 0xf5_9a4e, 0xfc_dc8c]
            }
            (Self::Risk, Theme::Light) => {
                [0xfb_ede0, 0xf8_d3b4, 0xf1_ad83, 0xe3_805e, 0xc7_5347, 0x98_2f45, 0x62_1b3d]
            }
            (Self::Workload, Theme::Dark) => {
                [0x11_271c, 0x19_4430, 0x20_6345, 0x2c_845c, 0x3e_a576, 0x5f_c995, 0xb0_efcc]
            }
            (Self::Complaints, Theme::Dark) => {
                [0x26_1d14, 0x42_3018, 0x63_481b, 0x8b_661f, 0xb6_892f, 0xdf_b354, 0xf8_e3a6]
            }
            (Self::Complaints, Theme::Light) => {
                [0xfa_f2de, 0xf1_dfb0, 0xe4_c578, 0xcc_a245, 0xa8_7c22, 0x7c_5914, 0x52_3a0c]
            }
            (Self::Water, Theme::Dark) => {
                [0x11_2a3f, 0x14_3d56, 0x19_5571, 0x20_718f, 0x2c_90ae, 0x57_b5ce, 0x9e_dde8]
            }
            (Self::Chance, Theme::Dark) => {
                [0x8a_c6ff, 0x4b_8fdd, 0x2c_5f9e, 0x1d_2b40, 0x9c_3a34, 0xdb_5a43, 0xff_a184]
            }
            (Self::Chance, Theme::Light) => {
                [0x12_3f7a, 0x35_73b8, 0x86_b3de, 0xee_f1f5, 0xee_a58f, 0xd1_5c47, 0x8f_1f22]
            }
            (Self::Workload, Theme::Light) => {
                [0xe1_f4e9, 0xb7_e2ca, 0x86_cda7, 0x53_ad81, 0x2c_845c, 0x19_5e3f, 0x0e_3f2a]
            }
            (Self::Water, Theme::Light) => {
                [0xe3_eef3, 0xbf_dbe6, 0x8f_c3d6, 0x55_a3bf, 0x1f_7d9e, 0x0c_5a78, 0x07_3f57]
            }
        };
        let mut colours = [Rgb(0); CLASSES];
        let mut at = 0;
        while at < CLASSES {
            colours[at] = Rgb(hex[at]);
            at += 1;
        }
        colours
    }

    /// The colour of one class out of `classes`: fewer classes than colours spread over the whole ramp.
    pub fn colour(self, theme: Theme, class: usize, classes: usize) -> Rgb {
        let last = classes.clamp(2, CLASSES) - 1;
        let at = (class.min(last) * (CLASSES - 1) + last / 2) / last;
        self.colours(theme)[at]
    }
}

impl Rgb {
    /// Red, green, blue in `0..=255`.
    pub const fn bytes(self) -> [u8; 3] {
        let [_, red, green, blue] = self.0.to_be_bytes();
        [red, green, blue]
    }

    /// Red, green, blue in `0.0..=1.0`.
    pub fn unit(self) -> [f32; 3] {
        self.bytes().map(|it| f32::from(it) / 255.0)
    }

    /// Of red, green and blue in `0.0..=1.0`.
    pub(crate) fn of_unit(shares: [f32; 3]) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a byte"
        )]
        let byte = |share: f32| (share.clamp(0.0, 1.0) * 255.0).round() as u32;
        Self(shares.into_iter().fold(0, |mixed, share| mixed << 8 | byte(share)))
    }

    /// This colour, as opaque as `opacity`, over another.
    pub(crate) fn over(self, below: Self, opacity: f64) -> Self {
        let mixed = self.bytes().into_iter().zip(below.bytes()).fold(0, |mixed, (own, under)| {
            let (own, under) = (f64::from(own), f64::from(under));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between two bytes"
            )]
            let byte = (under + (own - under) * opacity.clamp(0.0, 1.0)).round() as u32;
            mixed << 8 | byte
        });
        Self(mixed)
    }

    /// As CSS writes it, such as `#43c0dc`.
    pub fn css(self) -> String {
        format!("#{:06x}", self.0)
    }

    /// Relative luminance of WCAG 2, `0.0..=1.0`.
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.light();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Amounts of red, green and blue light, `0.0..=1.0`.
    fn light(self) -> [f64; 3] {
        self.bytes().map(|it| {
            let share = f64::from(it) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        })
    }
}

/// What the map paints besides ramps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens {
    /// Behind the map; halo of labels.
    pub(crate) ground: Rgb,
    /// A region without a fill.
    pub(crate) land: Rgb,
    pub(crate) border: Rgb,
    /// Borders where no fill tells one region from the next.
    pub(crate) outline: Rgb,
    pub(crate) border_opacity: f32,
    /// Opacity of the glow round borders; none on the light ground.
    pub(crate) glow: f32,
    pub(crate) selected: Rgb,
    pub(crate) hovered: Rgb,
    pub(crate) label: Rgb,
    /// 无基数: ground and stroke of the hatching.
    pub(crate) no_base: [Rgb; 2],
    /// 无数据: ground and stroke of the hatching.
    pub(crate) no_data: [Rgb; 2],
}

impl Tokens {
    pub(crate) const fn of(theme: Theme) -> Self {
        match theme {
            Theme::Dark => Self {
                ground: Rgb(0x08_1120),
                land: Rgb(0x0d_1c30),
                border: Rgb(0x82_aed0),
                outline: Rgb(0x82_aed0),
                border_opacity: 0.66,
                glow: 0.26,
                selected: Rgb(0xef_5b4c),
                hovered: Rgb(0xe8_eef7),
                label: Rgb(0xe8_eef7),
                no_base: [Rgb(0x1a_2638), Rgb(0x2b_3b52)],
                no_data: [Rgb(0x11_1c2c), Rgb(0x4b_5d76)],
            },
            Theme::Light => Self {
                ground: Rgb(0xff_ffff),
                land: Rgb(0xee_f3f7),
                border: Rgb(0xff_ffff),
                outline: Rgb(0xa3_b6c8),
                border_opacity: 0.95,
                glow: 0.0,
                selected: Rgb(0xc8_452f),
                hovered: Rgb(0x1a_2736),
                label: Rgb(0x1a_2736),
                no_base: [Rgb(0xf2_f4f7), Rgb(0xd9_dfe7)],
                no_data: [Rgb(0xe9_edf2), Rgb(0xb3_bfcd)],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAMPS: [Ramp; 4] = [Ramp::Risk, Ramp::Workload, Ramp::Complaints, Ramp::Water];

    #[test]
    fn every_ramp_reads_without_hue_rising_on_dark_and_falling_on_light() {
        for ramp in RAMPS {
            let dark = ramp.colours(Theme::Dark).map(Rgb::luminance);
            assert!(dark.windows(2).all(|pair| pair[0] < pair[1]), "{ramp:?} {dark:?}");
            let light = ramp.colours(Theme::Light).map(Rgb::luminance);
            assert!(light.windows(2).all(|pair| pair[0] > pair[1]), "{ramp:?} {light:?}");
        }
    }

    /// How red, green and blue light reaches eyes without red or green cones, row by row (Machado 2009, severity 1).
    const EYES: [[[f64; 3]; 3]; 3] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    ];

    /// Distance of two colours in `OKLab`; about 0.02 can just be told.
    fn apart(a: Rgb, b: Rgb, eye: &[[f64; 3]; 3]) -> f64 {
        let lab = |colour: Rgb| {
            let times = |rows: &[[f64; 3]; 3], it: [f64; 3]| {
                rows.map(|row| row[0] * it[0] + row[1] * it[1] + row[2] * it[2])
            };
            let seen = times(eye, colour.light()).map(|it| it.clamp(0.0, 1.0));
            let cones = [
                [0.412_221, 0.536_333, 0.051_446],
                [0.211_903, 0.680_700, 0.107_397],
                [0.088_302, 0.281_719, 0.629_979],
            ];
            let roots = times(&cones, seen).map(f64::cbrt);
            let axes = [
                [0.210_454, 0.793_618, -0.004_072],
                [1.977_998, -2.428_592, 0.450_594],
                [0.025_904, 0.782_772, -0.808_676],
            ];
            times(&axes, roots)
        };
        let (a, b) = (lab(a), lab(b));
        (0..3).map(|at| (a[at] - b[at]).powi(2)).sum::<f64>().sqrt()
    }

    /// The least distance of two ramps, class by class, to all eyes; the lowest two classes lie near the ground.
    fn least(a: [Rgb; CLASSES], b: [Rgb; CLASSES]) -> f64 {
        let pairs = || a.into_iter().zip(b).skip(2).take(4);
        let all = EYES.iter().flat_map(|eye| pairs().map(move |(a, b)| apart(a, b, eye)));
        all.fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn workload_is_told_from_every_layer_that_may_lie_under_or_over_it_by_all_eyes() {
        for theme in [Theme::Dark, Theme::Light] {
            let own = Ramp::Workload.colours(theme);
            for (other, wanted) in
                [(Ramp::Water, 0.065), (Ramp::Risk, 0.035), (Ramp::Complaints, 0.05)]
            {
                let found = least(own, other.colours(theme));
                assert!(found > wanted, "{theme:?} {other:?} {found:.3}");
            }
        }
        let blue = [0x12_2244, 0x15_3763, 0x19_5084, 0x20_70a5, 0x38_96c0, 0x70_c0d6, 0xc3_ebf0];
        let found = least(blue.map(Rgb), Ramp::Water.colours(Theme::Dark));
        assert!(found < 0.04, "blue hexagons on blue districts are not: {found:.3}");
    }

    #[test]
    fn chance_stands_out_more_the_further_it_is_from_the_middle_either_way() {
        for theme in [Theme::Dark, Theme::Light] {
            let colours = Ramp::Chance.colours(theme).map(Rgb::luminance);
            let middle = colours[3];
            let off: Vec<f64> = colours.iter().map(|it| (it - middle).abs()).collect();
            assert!(off[0] > off[1] && off[1] > off[2] && off[2] > 0.02, "{off:?}");
            assert!(off[6] > off[5] && off[5] > off[4] && off[4] > 0.02, "{off:?}");
        }
    }

    #[test]
    fn few_classes_use_the_whole_ramp_and_never_share_a_colour() {
        for classes in 2..=CLASSES {
            let colour = |class| Ramp::Risk.colour(Theme::Dark, class, classes);
            assert_eq!(colour(0), Rgb(0x16_1a33));
            assert_eq!(colour(classes - 1), Rgb(0xfc_dc8c));
            for class in 1..classes {
                assert_ne!(colour(class), colour(class - 1), "{class} of {classes}");
            }
        }
    }

    #[test]
    fn a_label_stands_out_from_ground_and_land_in_both_themes() {
        for theme in [Theme::Dark, Theme::Light] {
            let tokens = Tokens::of(theme);
            for under in [tokens.ground, tokens.land] {
                assert!(contrast(tokens.label, under) >= 4.5);
            }
        }
        assert!(contrast(Rgb(0x73_89a6), Rgb(0x55_6b88)) < 4.5, "the check can fail");
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (a.luminance(), b.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn what_shines_through_a_colour_is_what_lies_below() {
        let (own, below) = (Rgb(0xff_0010), Rgb(0x00_8030));
        assert_eq!([0.0, 0.5, 1.0].map(|it| own.over(below, it)), [below, Rgb(0x80_4020), own]);
    }

    #[test]
    fn a_colour_is_written_as_css_writes_it() {
        assert_eq!(Rgb(0x0a_0b0c).css(), "#0a0b0c");
        assert_eq!(Rgb(0xff_8000).bytes(), [255, 128, 0]);
        assert_eq!(Rgb::of_unit(Rgb(0x0a_ff80).unit()), Rgb(0x0a_ff80));
    }
}
