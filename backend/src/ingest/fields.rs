//! Checked values → Arrow columns of one row group.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringArray,
    StringBuilder,
};
use domain::fault::Code;
use domain::feed::{Feed, Kind, Value};

use super::place::Place;
use crate::lake::schema;

/// The columns that rows of a feed bring along, and those derived from one row alone.
#[derive(Debug)]
pub(super) struct Fields {
    delivered: Vec<Column>,
    place: Option<PlaceColumns>,
    key_hash: Int64Builder,
    warnings: StringBuilder,
}

#[derive(Debug)]
enum Column {
    Text(StringBuilder),
    Int(Int64Builder),
    Decimal(Float64Builder),
    Bool(BooleanBuilder),
    Day(Date32Builder),
}

#[derive(Debug, Default)]
struct PlaceColumns {
    lon: Float64Builder,
    lat: Float64Builder,
    cell: Int64Builder,
    located: StringBuilder,
}

impl Fields {
    pub(super) fn new(feed: Feed) -> Self {
        Self {
            delivered: feed.columns().iter().map(|column| Column::new(column.kind)).collect(),
            place: schema::has_place(feed).then(PlaceColumns::default),
            key_hash: Int64Builder::new(),
            warnings: StringBuilder::new(),
        }
    }

    /// Adds one accepted row; `warnings` are its marks, joined by commas, or empty.
    pub(super) fn push(
        &mut self,
        row: &[Value<'_>],
        place: Option<&Place<'_>>,
        key: i64,
        warnings: &str,
    ) {
        for (column, value) in self.delivered.iter_mut().zip(row) {
            column.push(value);
        }
        if let Some(columns) = &mut self.place {
            columns.lon.append_option(place.map(|it| it.lon));
            columns.lat.append_option(place.map(|it| it.lat));
            columns.cell.append_option(place.and_then(|it| it.cell));
            columns.located.append_option(place.and_then(|it| it.located));
        }
        self.key_hash.append_value(key);
        self.warnings.append_option((!warnings.is_empty()).then_some(warnings));
    }

    /// The columns in the order of [`schema::of`], without the last two (`batch_seq`, `row_no`). `late` are
    /// marks that join those of their row, ascending by row.
    pub(super) fn finish(mut self, late: &[(usize, Code)]) -> Vec<ArrayRef> {
        let mut arrays: Vec<ArrayRef> = self.delivered.iter_mut().map(Column::finish).collect();
        if let Some(mut place) = self.place {
            arrays.push(Arc::new(place.lon.finish()));
            arrays.push(Arc::new(place.lat.finish()));
            arrays.push(Arc::new(place.cell.finish()));
            arrays.push(Arc::new(place.located.finish()));
        }
        arrays.push(Arc::new(self.key_hash.finish()));
        let warnings = self.warnings.finish();
        arrays.push(Arc::new(if late.is_empty() { warnings } else { joined(&warnings, late) }));
        arrays
    }
}

fn joined(warnings: &StringArray, late: &[(usize, Code)]) -> StringArray {
    let mut late = late.iter().peekable();
    let mut all = StringBuilder::new();
    for (at, own) in warnings.iter().enumerate() {
        let mut codes: Vec<&str> = own.into_iter().collect();
        while let Some((_, code)) = late.next_if(|(of, _)| *of == at) {
            codes.push(code.as_str());
        }
        all.append_option((!codes.is_empty()).then(|| codes.join(",")));
    }
    all.finish()
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text | Kind::Code => Self::Text(StringBuilder::new()),
            Kind::Int | Kind::Stamp => Self::Int(Int64Builder::new()),
            Kind::Decimal => Self::Decimal(Float64Builder::new()),
            Kind::Bool => Self::Bool(BooleanBuilder::new()),
            Kind::Day => Self::Day(Date32Builder::new()),
        }
    }

    /// A value of another kind than the column's is a null; the check does not produce one.
    fn push(&mut self, value: &Value<'_>) {
        match (self, value) {
            (Self::Text(column), Value::Text(text)) => column.append_value(text),
            (Self::Text(column), _) => column.append_null(),
            (Self::Int(column), Value::Int(number)) => column.append_value(*number),
            (Self::Int(column), Value::Stamp(stamp)) => column.append_value(stamp.0),
            (Self::Int(column), _) => column.append_null(),
            (Self::Decimal(column), Value::Decimal(number)) => column.append_value(*number),
            (Self::Decimal(column), _) => column.append_null(),
            (Self::Bool(column), Value::Bool(truth)) => column.append_value(*truth),
            (Self::Bool(column), _) => column.append_null(),
            (Self::Day(column), Value::Day(day)) => column.append_value(day.0),
            (Self::Day(column), _) => column.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Int(column) => Arc::new(column.finish()),
            Self::Decimal(column) => Arc::new(column.finish()),
            Self::Bool(column) => Arc::new(column.finish()),
            Self::Day(column) => Arc::new(column.finish()),
        }
    }
}
