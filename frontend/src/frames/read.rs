//! JSON → a frame, where an object is an object.
//!
//! A struct that serde derives can be read from an array as well, and a program carries both readers of each. No
//! answer has a struct as an array: this stands between the parser and the structs and offers them objects only.

use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};

/// Reads a whole text.
pub(crate) fn read<T: DeserializeOwned>(text: &[u8]) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let found = T::deserialize(Plain(&mut json))?;
    json.end()?;
    Ok(found)
}

/// A parser, or what it hands on of an object or a list: everything read from it is read from a plain one again.
struct Plain<T>(T);

/// What is handed on as it is: nothing in it can be an object.
macro_rules! forward {
    ($($kind:ident)+) => { $(
        fn $kind<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$kind(visitor)
        }
    )+ };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Plain<D> {
    type Error = D::Error;

    forward! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_identifier
        deserialize_ignored_any
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Maybe(visitor))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_seq(List(visitor))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(Object(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }
}

/// Waits for an object.
struct Object<V>(V);

/// Waits for a list.
struct List<V>(V);

/// Waits for something or nothing.
struct Maybe<V>(V);

/// Waits for one value of an object or a list.
struct One<S>(S);

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, of: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Plain(of))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for List<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, of: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Plain(of))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Maybe<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, of: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Plain(of))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for One<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, of: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Plain(of))
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Plain<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(One(seed))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Plain<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(One(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::wire::{SeriesRow, Status};
    use serde_json::{Value, json};

    use super::*;

    const ROW: &str = r#"{"period":"2026","start":"2026-01-01","end":"2027-01-01","num":3,"den":null,"value":"0.5","status":"NO_BASE"}"#;

    #[test]
    fn what_serde_json_reads_is_read_the_same() {
        let rows: Vec<SeriesRow> = read(format!("[{ROW}]").as_bytes()).unwrap();
        assert_eq!(rows, [serde_json::from_str::<SeriesRow>(ROW).unwrap()]);
        assert_eq!((rows[0].num, rows[0].den, rows[0].status), (3, None, Status::NoBase));
        let mixed = br#"{"a":[[1,2.5,"x"],{"b":null}],"c":true}"#;
        let read_twice: BTreeMap<String, Value> = read(mixed).unwrap();
        assert_eq!(json!(read_twice), serde_json::from_slice::<Value>(mixed).unwrap());
        assert_eq!(
            read::<Vec<(String, Option<(f64, f64)>)>>(br#"[["p",[1.5,2]],["q",null]]"#).unwrap()[0]
                .1,
            Some((1.5, 2.0))
        );
    }

    #[test]
    fn a_struct_is_no_array_and_a_text_has_one_end() {
        let error = |text: &str| read::<SeriesRow>(text.as_bytes()).unwrap_err().to_string();
        assert!(error("[]").starts_with("invalid type: sequence"), "{}", error("[]"));
        assert!(error(r#"{"period":"2026"}"#).starts_with("missing field `start`"));
        assert!(error(&format!("{ROW} 1")).starts_with("trailing characters"));
    }
}
