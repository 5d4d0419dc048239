//! Putting a backup back, in one transaction.

use std::path::Path;

use serde_json::Value as Json;

use super::cell;
use super::tables::{Column, Nature, TABLES, Table};
use super::{BackupHead, Section, TableHead, TableRows};
use crate::archive::{ArchiveError, Kind, Reader};
use crate::sql::{Query, Value, sql};
use crate::{StoreError, Tx};

/// Parameters of one statement at most; both databases take more.
const MOST_PARAMETERS: usize = 4_000;
/// Rows of one statement at most.
const MOST_ROWS: usize = 500;

/// A backup that was read once and found whole.
pub struct Backup {
    head: BackupHead,
    lines: Reader,
}

impl Backup {
    /// Opens a file and compares its checksum before anything is made of it.
    ///
    /// # Errors
    /// [`ArchiveError`] when it cannot be read, is another kind of file, newer, or damaged.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let mut lines = Reader::open(Kind::Backup, path)?;
        let head = lines.line()?;
        Ok(Self { head, lines })
    }

    /// What it says about itself.
    pub fn head(&self) -> &BackupHead {
        &self.head
    }
}

/// The rows of one table that wait for their statement.
struct Batch {
    table: &'static Table,
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
    /// Rows of this table that are stored.
    stored: u64,
}

impl Tx {
    /// The first table of backups that holds rows which no migration put there.
    pub async fn first_filled_table(&mut self) -> Result<Option<&'static str>, StoreError> {
        for table in TABLES.iter().filter(|table| table.nature != Nature::Seeded) {
            let text = format!(
                "SELECT COUNT(*) AS number FROM (SELECT 1 FROM {} LIMIT 1) AS one",
                table.name
            );
            if self.number(sql(text)).await? > 0 {
                return Ok(Some(table.name));
            }
        }
        Ok(None)
    }

    /// Stores every row of a backup; the caller commits, or nothing has happened.
    ///
    /// Columns that the backup does not have yet take the schema's defaults. `progress` is told
    /// the rows stored.
    ///
    /// # Errors
    /// [`ArchiveError::NotEmpty`], [`ArchiveError::Newer`], or the line, table and row at fault.
    pub async fn restore(
        &mut self,
        backup: &mut Backup,
        progress: &mut impl FnMut(u64),
    ) -> Result<Vec<TableRows>, ArchiveError> {
        let known = self.schema_version().await?;
        if backup.head.schema > known {
            let what = format!("its schema is {}, this database has {known}", backup.head.schema);
            return Err(ArchiveError::Newer(what));
        }
        self.hold_tables(&TABLES.iter().map(|table| table.name).collect::<Vec<_>>()).await?;
        if let Some(table) = self.first_filled_table().await? {
            return Err(ArchiveError::NotEmpty(table));
        }
        let mut restored: Vec<TableRows> = Vec::new();
        loop {
            let before: u64 = restored.iter().map(|table| table.rows).sum();
            match backup.lines.line()? {
                Section::Table(head) => {
                    let told = &mut |rows| progress(before + rows);
                    restored.push(self.restore_table(&mut backup.lines, &head, told).await?);
                }
                Section::End(end) if end.rows_in_all == before => break,
                Section::End(_) => return Err(backup.lines.wrong("rows are missing")),
            }
        }
        backup.lines.end()?;
        Ok(restored)
    }

    async fn restore_table(
        &mut self,
        lines: &mut Reader,
        head: &TableHead,
        progress: &mut impl FnMut(u64),
    ) -> Result<TableRows, ArchiveError> {
        let (table, columns) = known(lines, head)?;
        if table.nature == Nature::Seeded {
            self.run(sql(format!("DELETE FROM {}", table.name))).await?;
        }
        let most = (MOST_PARAMETERS / columns.len().max(1)).clamp(1, MOST_ROWS);
        let mut batch = Batch { table, columns, rows: Vec::with_capacity(most), stored: 0 };
        for row in 1..=head.rows {
            let cells: Vec<Json> = lines.line()?;
            batch.rows.push(batch.parse(row, cells)?);
            if batch.rows.len() == most {
                self.store_rows(&mut batch).await?;
                progress(batch.stored);
            }
        }
        self.store_rows(&mut batch).await?;
        progress(batch.stored);
        if table.nature == Nature::Numbered {
            self.continue_numbers(table.name, table.key).await?;
        }
        Ok(TableRows { table: table.name, rows: head.rows })
    }

    /// Stores the rows that wait; when they are refused together, finds the one at fault.
    async fn store_rows(&mut self, batch: &mut Batch) -> Result<(), ArchiveError> {
        if batch.rows.is_empty() {
            return Ok(());
        }
        self.run(sql("SAVEPOINT rows_of_backup")).await?;
        let overriding = self.overriding_numbers(batch.table.nature == Nature::Numbered);
        if let Err(error) = self.run(batch.insert(overriding, &batch.rows)).await {
            self.run(sql("ROLLBACK TO SAVEPOINT rows_of_backup")).await?;
            for (row, values) in (batch.stored + 1..).zip(&batch.rows) {
                let one = std::slice::from_ref(values);
                if let Err(error) = self.run(batch.insert(overriding, one)).await {
                    return Err(batch.at(row, error.to_string()));
                }
            }
            return Err(error.into());
        }
        self.run(sql("RELEASE SAVEPOINT rows_of_backup")).await?;
        batch.stored += batch.rows.len() as u64;
        batch.rows.clear();
        Ok(())
    }
}

impl Batch {
    fn at(&self, row: u64, why: String) -> ArchiveError {
        ArchiveError::Row { table: self.table.name, row, why }
    }

    fn parse(&self, row: u64, cells: Vec<Json>) -> Result<Vec<Value>, ArchiveError> {
        if cells.len() != self.columns.len() {
            let why = format!("{} values for {} columns", cells.len(), self.columns.len());
            return Err(self.at(row, why));
        }
        let value = |(cell, (name, kind)): (Json, &Column)| {
            cell::parse(cell, *kind).ok_or_else(|| self.at(row, format!("{name} is unreadable")))
        };
        cells.into_iter().zip(&self.columns).map(value).collect()
    }

    fn insert(&self, overriding: &str, rows: &[Vec<Value>]) -> Query {
        let names = self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let mut query =
            sql(format!("INSERT INTO {} ({names}){overriding} VALUES ", self.table.name));
        for (index, row) in rows.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            query = query.push(comma).push_list(row.iter().cloned());
        }
        query
    }
}

/// The table of this program that a head names, and its columns in the file's order.
fn known(lines: &Reader, head: &TableHead) -> Result<(&'static Table, Vec<Column>), ArchiveError> {
    let table = TABLES.iter().find(|table| table.name == head.table);
    let table = table.ok_or_else(|| lines.wrong(&format!("there is no table {}", head.table)))?;
    let column = |name: &String| {
        let what = || lines.wrong(&format!("table {} has no column {name}", table.name));
        table.column(name).ok_or_else(what)
    };
    Ok((table, head.columns.iter().map(column).collect::<Result<_, _>>()?))
}
