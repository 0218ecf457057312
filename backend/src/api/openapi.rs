//! `GET /api/v1/openapi.json`: the description of all this, made of the table that the router is made of.
//!
//! Schemas are read off one example of each answer ([`samples`]), so they cannot name a field that an
//! answer has not.

mod samples;

use axum::Json;
use axum::http::Uri;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse as _;
use axum::routing::get;
use serde_json::{Map, Value, json};

use crate::api::params::Params;
use crate::api::problem::Answered;
use crate::api::route::{Answer, Extra, Need, Param, Route, Shape, Verb};
use crate::api::routes::ROUTES;

const PARAMS: &[Param] = &[];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/openapi.json",
    summary: "This description",
    params: PARAMS,
    extras: &[],
    answers: &[Answer::json("OpenApi"), Answer::refusal(400)],
    serve: || get(answer),
};

async fn answer(uri: Uri) -> Answered {
    Params::read(PARAMS, &uri)?;
    Ok(([(CACHE_CONTROL, "no-cache")], Json(describe())).into_response())
}

/// The whole description.
pub fn describe() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(verbs) = path.as_object_mut() {
            verbs.insert(route.verb.as_str().to_lowercase(), operation(route));
        }
    }
    let schemas: Map<String, Value> = samples::all()
        .into_iter()
        .map(|(name, sample)| (name.to_owned(), schema(&sample)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "观澜 Guanlan",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Times are RFC 3339 with +08:00; ratios travel as numerator, denominator and a decimal string; \
                            errors are application/problem+json with a stable code.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn operation(route: &Route) -> Value {
    let query = route.params.iter().map(parameter);
    let extras = route.extras.iter().map(extra);
    let mut operation = json!({
        "summary": route.summary,
        "parameters": extras.chain(query).collect::<Vec<_>>(),
        "responses": responses(route.answers),
    });
    if route.verb == Verb::Post {
        let binary = json!({"schema": {"type": "string", "format": "binary"}});
        operation["requestBody"] = json!({
            "required": true,
            "content": {
                "text/csv": binary,
                "application/x-ndjson": binary,
                "application/vnd.apache.parquet": binary,
            },
        });
    }
    operation
}

fn parameter(param: &Param) -> Value {
    let schema = match param.shape {
        Shape::Text => json!({"type": "string"}),
        Shape::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Shape::OneOf(list) => json!({"type": "string", "enum": list}),
        Shape::SomeOf(list) => json!({"type": "array", "items": {"type": "string", "enum": list}}),
        Shape::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
    };
    let mut parameter = json!({
        "name": param.name,
        "in": "query",
        "description": param.words,
        "required": param.need == Need::Required,
        "schema": schema,
    });
    if matches!(param.shape, Shape::Texts | Shape::SomeOf(_)) {
        parameter["style"] = json!("form");
        parameter["explode"] = json!(false);
    }
    parameter
}

fn extra(extra: &Extra) -> Value {
    json!({
        "name": extra.name,
        "in": extra.place,
        "description": extra.words,
        "required": extra.place == "path",
        "schema": {"type": "string"},
    })
}

/// Answers by status; one status may have several representations.
fn responses(answers: &[Answer]) -> Value {
    let mut responses = Map::new();
    for answer in answers {
        let described = responses.entry(answer.status.to_string()).or_insert_with(|| {
            let words = if answer.status < 400 { "the answer" } else { "a problem with a code" };
            json!({"description": words, "content": {}})
        });
        if answer.media.is_empty() {
            continue;
        }
        described["content"][answer.media] = match answer.schema {
            Some(name) => json!({"schema": {"$ref": format!("#/components/schemas/{name}")}}),
            None => json!({"schema": {"type": "string"}}),
        };
    }
    Value::Object(responses)
}

/// The schema of a sample.
fn schema(sample: &Value) -> Value {
    match sample {
        Value::Null => json!({}),
        Value::Bool(_) => json!({"type": "boolean"}),
        Value::Number(number) if number.is_f64() => json!({"type": "number"}),
        Value::Number(_) => json!({"type": "integer"}),
        Value::String(_) => json!({"type": "string"}),
        Value::Array(items) => {
            json!({"type": "array", "items": items.first().map_or(json!({}), schema)})
        }
        Value::Object(fields) => {
            let properties: Map<String, Value> =
                fields.iter().map(|(name, value)| (name.clone(), schema(value))).collect();
            json!({"type": "object", "properties": properties})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_described_and_every_description_is_routed() {
        let description = describe();
        let paths = description["paths"].as_object().unwrap();
        let described: usize = paths.values().map(|verbs| verbs.as_object().unwrap().len()).sum();
        assert_eq!(described, ROUTES.len(), "two routes share a path and a verb");
        for route in ROUTES {
            let verb = route.verb.as_str().to_lowercase();
            assert!(paths[route.path].get(verb).is_some(), "{}", route.path);
        }
    }

    #[test]
    fn every_named_schema_exists_and_every_schema_is_named() {
        let description = describe();
        let schemas = description["components"]["schemas"].as_object().unwrap();
        let named: Vec<&str> = ROUTES
            .iter()
            .flat_map(|route| route.answers)
            .filter_map(|answer| answer.schema)
            .collect();
        for name in &named {
            assert!(schemas.contains_key(*name), "{name} is named but not described");
        }
        for name in schemas.keys() {
            assert!(named.contains(&name.as_str()), "{name} is described but not named");
        }
    }

    #[test]
    fn path_parameters_of_the_pattern_are_described() {
        for route in ROUTES {
            let in_path = route.path.matches('{').count();
            let described = route.extras.iter().filter(|extra| extra.place == "path").count();
            assert_eq!(in_path, described, "{}", route.path);
        }
    }

    #[test]
    fn the_description_is_as_it_was() {
        let text = serde_json::to_string_pretty(&describe()).unwrap();
        insta::assert_snapshot!("openapi", text);
    }
}
