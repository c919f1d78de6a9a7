//! What an administrator set for analytics. The store keeps the words; the model knows what they mean.

use jiff::Timestamp;
use relata_model::audit::{Action, AuditEvent};

use crate::Store;
use crate::audit::append;
use crate::consent::moment;
use crate::error::Result;

/// Settings of analytics, as last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalyticsSettings {
    /// The settings, as `relata_model::AnalyticsSettings` writes them.
    pub settings: String,
    /// When they were changed.
    pub changed_at: Timestamp,
    /// By whom, as the audit trail names them.
    pub changed_by: String,
}

impl Store {
    /// Returns the settings of analytics, or `None` while nobody changed them.
    pub async fn analytics_settings(&self) -> Result<Option<AnalyticsSettings>> {
        let sql = "select settings, changed_at, changed_by from analytics_settings";
        let row: Option<(String, i64, String)> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        Ok(row.map(|(settings, changed_at, changed_by)| AnalyticsSettings {
            settings,
            changed_at: moment(changed_at),
            changed_by,
        }))
    }

    /// Changes the settings of analytics, and says so in the audit trail.
    pub async fn set_analytics_settings(&self, changed: &AnalyticsSettings) -> Result<()> {
        let sql = "
            insert into analytics_settings (one, settings, changed_at, changed_by) values (1, $1, $2, $3)
            on conflict (one) do update set
                settings = excluded.settings, changed_at = excluded.changed_at, changed_by = excluded.changed_by";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(changed.settings.clone())
            .bind(changed.changed_at.as_second())
            .bind(changed.changed_by.clone())
            .execute(writing.connection())
            .await?;
        let event = AuditEvent::new(changed.changed_at, &changed.changed_by, Action::SettingsChanged);
        append(writing.connection(), &[event.of("settings:analytics")]).await?;
        writing.commit().await
    }
}
