-- What an administrator set for analytics, in one row; no row: everything is as delivered.

create table analytics_settings (
    one         bigint primary key check (one = 1),
    settings    text not null,         -- JSON, in the words of the API
    changed_at  bigint not null,
    changed_by  text not null
);
