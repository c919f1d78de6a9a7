-- What an administrator set for analytics, in one row; no row: everything is as delivered.

create table analytics_settings (
    one         bigint primary key check (one = 1),
    settings    text not null,         -- lines, as model::analytics_settings writes them
    changed_at  bigint not null,
    changed_by  text not null
);
