-- What a generation was computed of: `basic` of a CRM alone, which needs no consent, or `enhanced` of mailboxes.

alter table generation add column edition text not null default 'enhanced';
