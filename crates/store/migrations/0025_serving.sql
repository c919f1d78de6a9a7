-- What every question about who knows whom needs, without reading every mailbox and colleague for it.

-- How many mailboxes a source has that are no files of a CRM.
alter table source add column mailboxes bigint not null default 0;

update source set mailboxes = (
    select count(*) from mailbox where mailbox.source = source.name and mailbox.kind <> 'crm');

-- Whether anybody hides their ties is asked before anything else is.
create index entry_hidden on entry (visibility) where visibility = 3;
