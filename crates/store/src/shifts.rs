//! Shifts at the desk, and who takes them.

use jiff::Timestamp;
use matching::{AccountId, AreaId, ShiftId};

use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// One shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// The area whose desk it is; `None` = everywhere.
    pub area_id: Option<AreaId>,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// How many are wanted.
    pub places: u32,
    /// Who planned it.
    pub created_by: Option<AccountId>,
    /// When it was planned.
    pub created_at: Timestamp,
}

/// Somebody at a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftPlace {
    /// Which.
    pub shift_id: ShiftId,
    /// Who.
    pub account_id: AccountId,
}

const COLUMNS: &str = "id, area_id, starts_at, ends_at, places, created_by, created_at";

impl Shift {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("shift");
        Ok(Self {
            id: row.get("id")?,
            area_id: row.get("area_id")?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            places: row.get("places")?,
            created_by: row.get("created_by")?,
            created_at: row.get("created_at")?,
        })
    }
}

impl Tx {
    /// Plans a shift.
    pub async fn insert_shift(&mut self, shift: &Shift) -> Result<(), StoreError> {
        let values: Vec<crate::Value> = vec![
            shift.id.into(),
            shift.area_id.into(),
            shift.starts_at.into(),
            shift.ends_at.into(),
            shift.places.into(),
            shift.created_by.into(),
            shift.created_at.into(),
        ];
        self.run(sql(format!("INSERT INTO shift ({COLUMNS}) VALUES ")).push_list(values)).await?;
        Ok(())
    }

    /// Finds a shift.
    pub async fn shift(&mut self, id: ShiftId) -> Result<Option<Shift>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM shift WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(Shift::read).transpose()
    }

    /// The shifts that lie at least in part in a span of time, in order.
    pub async fn shifts(
        &mut self,
        from: Timestamp,
        to: Timestamp,
        limit: u32,
    ) -> Result<Vec<Shift>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM shift WHERE ends_at > $1 AND starts_at < $2 \
             ORDER BY starts_at, id LIMIT $3"
        );
        let rows = self.all(sql(text).bind(from).bind(to).bind(limit)).await?;
        rows.iter().map(Shift::read).collect()
    }

    /// Takes a shift off the plan, with everybody at it.
    pub async fn delete_shift(&mut self, id: ShiftId) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM shift WHERE id = $1").bind(id)).await?;
        Ok(())
    }

    /// Who is at the shifts of a span of time, in the order in which they came.
    pub async fn shift_places(
        &mut self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<ShiftPlace>, StoreError> {
        let text = "SELECT p.shift_id, p.account_id FROM shift_place p \
            JOIN shift s ON s.id = p.shift_id WHERE s.ends_at > $1 AND s.starts_at < $2 \
            ORDER BY p.taken_at, p.account_id";
        let rows = self.all(sql(text).bind(from).bind(to)).await?;
        let read = |row: &Row| {
            let row = row.of("shift_place");
            Ok(ShiftPlace { shift_id: row.get("shift_id")?, account_id: row.get("account_id")? })
        };
        rows.iter().map(read).collect()
    }

    /// Takes a place where one is left; `false` when there is none, or they have one already.
    pub async fn take_shift(
        &mut self,
        id: ShiftId,
        account: AccountId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let text = "INSERT INTO shift_place (shift_id, account_id, taken_at) \
            SELECT s.id, $2, $3 FROM shift s WHERE s.id = $1 AND s.places > \
            (SELECT COUNT(*) FROM shift_place p WHERE p.shift_id = s.id) \
            ON CONFLICT DO NOTHING";
        Ok(self.run(sql(text).bind(id).bind(account).bind(at)).await? == 1)
    }

    /// Gives a place back.
    pub async fn leave_shift(
        &mut self,
        id: ShiftId,
        account: AccountId,
    ) -> Result<bool, StoreError> {
        let text = "DELETE FROM shift_place WHERE shift_id = $1 AND account_id = $2";
        Ok(self.run(sql(text).bind(id).bind(account)).await? == 1)
    }
}
