//! Writing a backup out of one picture of the database.

use std::io::{self, Write};

use jiff::Timestamp;

use super::cell::{self, Line};
use super::tables::{Nature, TABLES, Table};
use super::{BackupHead, End, TableHead, TableRows};
use crate::archive::{ArchiveError, Kind, Writer};
use crate::sql::sql;
use crate::{StoreError, Tx};

impl Tx {
    /// The last migration that this database has.
    pub async fn schema_version(&mut self) -> Result<i64, StoreError> {
        self.number(sql("SELECT COALESCE(MAX(version), 0) AS number FROM _sqlx_migrations")).await
    }

    /// Writes every table of the backup; in a reading transaction all of one moment.
    ///
    /// `ring` is the fingerprint of the key ring. Holds one row at a time. `progress` is told the rows written and the rows in all.
    ///
    /// # Errors
    /// [`ArchiveError::File`] when `out` refuses, [`ArchiveError::Store`] when the database does.
    pub async fn back_up<W: Write>(
        &mut self,
        product: &str,
        made_at: Timestamp,
        ring: String,
        out: W,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<Vec<TableRows>, ArchiveError> {
        let mut tables = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            tables.push(TableRows { table: table.name, rows: self.rows_of(table).await? });
        }
        let total = tables.iter().map(|table| table.rows).sum();
        let mut out = Writer::new(Kind::Backup, out)?;
        let (schema, product) = (self.schema_version().await?, product.to_owned());
        out.line(&BackupHead { schema, product, made_at, ring, rows: total })?;
        let mut done = 0;
        for (table, TableRows { rows, .. }) in TABLES.iter().zip(&tables) {
            out.line(&TableHead {
                table: table.name.to_owned(),
                columns: table.names().into_iter().map(str::to_owned).collect(),
                rows: *rows,
            })?;
            let before = done;
            self.back_up_table(table, &mut out, &mut |row| {
                done = before + row;
                progress(done, total);
            })
            .await?;
            if done - before != *rows {
                return Err(StoreError::Corrupt { table: table.name, column: table.key }.into());
            }
        }
        out.line(&End { rows_in_all: total })?;
        out.finish()?;
        Ok(tables)
    }

    async fn rows_of(&mut self, table: &Table) -> Result<u64, StoreError> {
        let text = format!("SELECT COUNT(*) AS number FROM {}", table.name);
        Ok(self.number(sql(text)).await?.unsigned_abs())
    }

    async fn back_up_table<W: Write>(
        &mut self,
        table: &'static Table,
        out: &mut Writer<W>,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), ArchiveError> {
        let mut refused: Option<io::Error> = None;
        let mut number = 0;
        let read = self
            .each(sql(in_order(table)), |row| {
                let values = cell::read(&row, table.name, table.columns)?;
                if let Err(error) = out.line(&Line(&values)) {
                    refused = Some(error);
                    return Err(StoreError::Open("the backup cannot be written".to_owned()));
                }
                number += 1;
                progress(number);
                Ok(())
            })
            .await;
        match refused {
            Some(error) => Err(error.into()),
            None => Ok(read?),
        }
    }
}

/// The query for a table's rows, parents before children.
fn in_order(table: &Table) -> String {
    let (name, key) = (table.name, table.key);
    let columns = table.names().join(", ");
    if table.nature != Nature::Nested {
        return format!("SELECT {columns} FROM {name} ORDER BY {key}");
    }
    let own = table.names().iter().map(|column| format!("t.{column}")).collect::<Vec<_>>();
    format!(
        "WITH RECURSIVE nested (of, depth) AS (SELECT {key}, 0 FROM {name} WHERE parent_id IS NULL \
         UNION ALL SELECT c.{key}, n.depth + 1 FROM {name} c JOIN nested n ON c.parent_id = n.of) \
         SELECT {} FROM {name} t JOIN nested n ON n.of = t.{key} ORDER BY n.depth, t.{key}",
        own.join(", ")
    )
}
