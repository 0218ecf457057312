//! Rows of one region or org batch → the register.

use arrow::array::{Array as _, AsArray as _, BooleanArray, RecordBatch, StringArray};
use arrow::datatypes::{Date32Type, Float64Type, Int64Type};
use domain::code::RegionLevel;
use domain::feed::Feed;
use domain::time::Day;

use super::RegistryError;
use super::known::{Known, Org, Region};
use crate::lake::{BatchRow, read};

/// `update_flag` of a withdrawal.
const WITHDRAWN: &str = "3";

pub(super) fn merge(known: &mut Known, batch: &BatchRow) -> Result<(), RegistryError> {
    let names: Vec<&str> = batch.feed.columns().iter().map(|column| column.name).collect();
    let rows = read::columns(batch, &names)
        .map_err(|source| RegistryError::Read { batch: batch.id.clone(), source })?;
    for rows in &rows {
        let table = Rows { rows, batch };
        for at in 0..rows.num_rows() {
            match batch.feed {
                Feed::Region => known.add_region(table.region(at)?),
                _ => known.add_org(table.org(at)?),
            }
        }
    }
    Ok(())
}

struct Rows<'r> {
    rows: &'r RecordBatch,
    batch: &'r BatchRow,
}

impl Rows<'_> {
    fn region(&self, at: usize) -> Result<Region, RegistryError> {
        let lon = self.decimal("center_lon", at)?;
        let lat = self.decimal("center_lat", at)?;
        let crs = self.text("crs", at)?;
        let centre = lon.zip(lat).zip(crs).map(|((lon, lat), crs)| (lon, lat, crs));
        Ok(Region {
            code: self.text("code", at)?.unwrap_or_default(),
            name: self.text("name", at)?.unwrap_or_default(),
            level: self.level(at)?,
            parent: self.text("parent_code", at)?,
            valid_from: self.day("valid_from", at)?,
            valid_to: self.day("valid_to", at)?,
            replaced_by: self.text("replaced_by", at)?,
            centre,
            version: self.version(at)?,
            is_withdrawn: self.is_withdrawn(at)?,
        })
    }

    fn org(&self, at: usize) -> Result<Org, RegistryError> {
        Ok(Org {
            code: self.text("org_code", at)?.unwrap_or_default(),
            name: self.text("name", at)?.unwrap_or_default(),
            level: self.level(at)?,
            region: self.text("region_code", at)?.unwrap_or_default(),
            parent: self.text("parent_org", at)?,
            is_zone: self.truth("is_zone", at)?,
            peer_group: self.text("peer_group", at)?,
            valid_from: self.day("valid_from", at)?,
            valid_to: self.day("valid_to", at)?,
            version: self.version(at)?,
            is_withdrawn: self.is_withdrawn(at)?,
        })
    }

    fn level(&self, at: usize) -> Result<Option<RegionLevel>, RegistryError> {
        Ok(self.text("level", at)?.as_deref().and_then(RegionLevel::parse))
    }

    fn is_withdrawn(&self, at: usize) -> Result<bool, RegistryError> {
        Ok(self.text("update_flag", at)?.as_deref() == Some(WITHDRAWN))
    }

    fn version(&self, at: usize) -> Result<i64, RegistryError> {
        let column = self.rows.column_by_name("version");
        let column = column.and_then(|column| column.as_primitive_opt::<Int64Type>());
        let column = column.ok_or_else(|| self.missing("version"))?;
        Ok(if column.is_null(at) { 1 } else { column.value(at) })
    }

    fn text(&self, name: &'static str, at: usize) -> Result<Option<String>, RegistryError> {
        let column: Option<&StringArray> =
            self.rows.column_by_name(name).and_then(|column| column.as_string_opt());
        let column = column.ok_or_else(|| self.missing(name))?;
        Ok((!column.is_null(at)).then(|| column.value(at).to_owned()))
    }

    fn day(&self, name: &'static str, at: usize) -> Result<Option<Day>, RegistryError> {
        let column = self.rows.column_by_name(name);
        let column = column.and_then(|column| column.as_primitive_opt::<Date32Type>());
        let column = column.ok_or_else(|| self.missing(name))?;
        Ok((!column.is_null(at)).then(|| Day(column.value(at))))
    }

    fn decimal(&self, name: &'static str, at: usize) -> Result<Option<f64>, RegistryError> {
        let column = self.rows.column_by_name(name);
        let column = column.and_then(|column| column.as_primitive_opt::<Float64Type>());
        let column = column.ok_or_else(|| self.missing(name))?;
        Ok((!column.is_null(at)).then(|| column.value(at)))
    }

    fn truth(&self, name: &'static str, at: usize) -> Result<bool, RegistryError> {
        let column: Option<&BooleanArray> =
            self.rows.column_by_name(name).and_then(|column| column.as_boolean_opt());
        let column = column.ok_or_else(|| self.missing(name))?;
        Ok(!column.is_null(at) && column.value(at))
    }

    fn missing(&self, column: &'static str) -> RegistryError {
        RegistryError::Column { batch: self.batch.id.clone(), column }
    }
}
