//! A struct in a struct that travels beside the other fields, as `serde(flatten)` writes it.
//!
//! What that attribute reads, it reads into a tree of any shape first: in the page's program each such answer weighed
//! kilobytes. Here the reader knows all fields by name.

/// Declares a struct whose first field is such a struct; `{ … }` behind its type names what that consists of.
macro_rules! beside {
    ($(#[$doc:meta])* pub struct $name:ident {
        $(#[$note:meta])* pub $head:ident: $kind:ident { $($part:ident: $part_kind:ty),+ },
        $( $(#[$attribute:meta])* pub $field:ident: $field_kind:ty, )+
    }) => {
        $(#[$doc])*
        #[derive(serde::Serialize)]
        pub struct $name {
            $(#[$note])*
            #[serde(flatten)]
            pub $head: $kind,
            $( $(#[$attribute])* pub $field: $field_kind, )+
        }

        const _: () = {
            /// The same with all fields side by side.
            #[derive(serde::Deserialize)]
            struct Flat {
                $( $part: $part_kind, )+
                $( $(#[$attribute])* $field: $field_kind, )+
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    let Flat { $($part,)+ $($field,)+ } = Flat::deserialize(from)?;
                    Ok(Self { $head: $kind { $($part),+ }, $($field),+ })
                }
            }
        };
    };
}

/// Declares an answer: its fields beside those of [`super::Stamped`].
macro_rules! answer {
    ($(#[$doc:meta])* pub struct $name:ident { $($rest:tt)+ }) => {
        $crate::wire::beside::beside! {
            $(#[$doc])* pub struct $name {
                pub stamped: Stamped { generation: u64, cutoff: Stamp, definitions: String, demo: bool },
                $($rest)+
            }
        }
    };
}

pub(super) use {answer, beside};

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::time::Stamp;
    use crate::wire::{HeldFacts, Stamped, TargetGap};

    #[test]
    fn the_head_of_an_answer_travels_beside_its_fields() {
        let stamped =
            Stamped { generation: 7, cutoff: Stamp(0), definitions: "d".to_owned(), demo: true };
        let sent = HeldFacts { stamped, total: 3, page: 1, page_size: 50, rows: Vec::new() };
        let mut text: Value = serde_json::to_value(&sent).unwrap();
        assert_eq!([&text["generation"], &text["total"]], [&json!(7), &json!(3)]);
        assert_eq!(serde_json::from_value::<HeldFacts>(text.clone()).unwrap(), sent);
        text.as_object_mut().unwrap().remove("generation");
        let refused = serde_json::from_value::<HeldFacts>(text).unwrap_err();
        assert_eq!(refused.to_string(), "missing field `generation`");
    }

    #[test]
    fn a_target_travels_beside_its_distance() {
        let text = json!({
            "op": ">", "value": "0.60", "by": "2026-12-31", "kind": "required", "words": "…", "words_en": "…",
            "met": true, "gap_points": "-8.27", "needed": 0,
        });
        let gap: TargetGap = serde_json::from_value(text.clone()).unwrap();
        assert_eq!(gap.target.words, "…");
        assert_eq!(serde_json::to_value(gap).unwrap(), text);
    }
}
