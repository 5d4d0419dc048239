//! Areas, categories and the deployment's own values.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{AreaId, CategoryCode, Cell};

use crate::sql::sql;
use crate::{StoreError, Tx};

/// An area of the deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// The area around it.
    pub parent_id: Option<AreaId>,
    /// Its name, unique.
    pub name: String,
}

/// A kind of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its code.
    pub code: CategoryCode,
    /// How old a volunteer must be, in years.
    pub min_age: u32,
    /// Whether only vetted volunteers may help.
    pub requires_vetting: bool,
    /// Whether it is help without distance.
    pub remote: bool,
}

impl Tx {
    /// Every area, by name.
    pub async fn areas(&mut self) -> Result<Vec<Area>, StoreError> {
        let rows = self.all(sql("SELECT id, parent_id, name FROM area ORDER BY name")).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("area");
                Ok(Area {
                    id: row.get("id")?,
                    parent_id: row.get("parent_id")?,
                    name: row.get("name")?,
                })
            })
            .collect()
    }

    /// Stores an area, or gives an existing one of that name a new parent.
    pub async fn upsert_area(&mut self, area: &Area, at: Timestamp) -> Result<AreaId, StoreError> {
        let text = "INSERT INTO area (id, parent_id, name, created_at) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (name) DO UPDATE SET parent_id = excluded.parent_id RETURNING id";
        let query = sql(text).bind(area.id).bind(area.parent_id).bind(area.name.as_str()).bind(at);
        let row = self.one(query).await?;
        let row = row.ok_or(StoreError::Corrupt { table: "area", column: "id" })?;
        row.of("area").get("id")
    }

    /// Gives an area its cells; a cell belongs to one area, the last one named.
    pub async fn assign_cells(&mut self, area: AreaId, cells: &[Cell]) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM area_cell WHERE area_id = $1").bind(area)).await?;
        // PostgreSQL refuses to write a row twice in one statement.
        let cells: Vec<Cell> = cells.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        for chunk in cells.chunks(400) {
            let mut query = sql("INSERT INTO area_cell (cell, area_id) VALUES ");
            for (index, cell) in chunk.iter().enumerate() {
                query = query.push(if index == 0 { "" } else { ", " });
                let values: [crate::Value; 2] = [cell.to_i64().into(), area.into()];
                query = query.push_list(values);
            }
            let query = query.push(" ON CONFLICT (cell) DO UPDATE SET area_id = excluded.area_id");
            self.run(query).await?;
        }
        Ok(())
    }

    /// Every cell and its leaf area.
    pub async fn area_cells(&mut self) -> Result<Vec<(Cell, AreaId)>, StoreError> {
        let rows = self.all(sql("SELECT cell, area_id FROM area_cell")).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("area_cell");
                let cell = Cell::from_i64(row.get("cell")?).map_err(|_| row.corrupt("cell"))?;
                Ok((cell, row.get("area_id")?))
            })
            .collect()
    }

    /// The categories in use, in their order.
    pub async fn categories(&mut self) -> Result<Vec<Category>, StoreError> {
        let text = "SELECT code, min_age, requires_vetting, remote FROM category \
            WHERE active ORDER BY sort, code";
        let rows = self.all(sql(text)).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("category");
                Ok(Category {
                    code: row.parse("code")?,
                    min_age: row.get("min_age")?,
                    requires_vetting: row.get("requires_vetting")?,
                    remote: row.get("remote")?,
                })
            })
            .collect()
    }

    /// A value of the deployment.
    pub async fn meta(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let row = self.one(sql("SELECT value FROM meta WHERE key = $1").bind(key)).await?;
        row.map(|row| row.of("meta").get("value")).transpose()
    }

    /// Stores a value of the deployment.
    pub async fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        let text = "INSERT INTO meta (key, value) VALUES ($1, $2) \
            ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.run(sql(text).bind(key).bind(value)).await?;
        Ok(())
    }
}
