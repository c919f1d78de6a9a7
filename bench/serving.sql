-- A published organisation, made inside the database: serving_fill.py runs this on either one, with sizes in place of the words in braces.
--
-- Numbers are hashed by multiplication, so the same sizes give the same rows. Colleagues are persons 1 to {colleagues}; contacts come
-- after them. How many colleagues know a contact falls off like place^-1.22, up to 400: 3.9 on average, a hundred and more for one in
-- three hundred. Colleagues are chosen by the square of a hash, so that a few know very many.

insert into person (person_id, name, name_rank, search_stale)
with recursive it(n) as (select cast(1 as bigint) union all select n + 1 from it where n < {colleagues} + {contacts})
select n, 'Person ' || n, 3, 0 from it;

insert into address (address_id, address, company, person_id, class, class_reason)
with recursive it(n) as (select cast(1 as bigint) union all select n + 1 from it where n < {colleagues} + {contacts})
select n,
       case when n <= {colleagues} then 'p' || n || '@us.com'
            else 'person.' || n || '@firm' || (n * 7919 % {firms} + 1) || '.com' end,
       case when n <= {colleagues} then 'us.com' else 'firm' || (n * 7919 % {firms} + 1) || '.com' end,
       n, 0, 'nothing speaks against a person'
from it;

-- Nine of ten share their ties, one of twenty is counted or named after a yes, one of fifty hides them.
insert into entry (entry_id, person_id, position, name, sort_name, email, title, department, standing, visibility)
select 'e' || person_id, person_id, person_id, name, lower(name), 'p' || person_id || '@us.com', 'Trader', 'Sales', 0,
       case when person_id % 50 = 0 then 3 when person_id % 20 = 1 then 2 when person_id % 20 = 2 then 1 else 0 end
from person where person_id <= {colleagues};

-- One contact in a thousand is hidden by the colleague who knows them.
insert into hidden_tie (colleague_id, address_id, hidden_at)
with recursive it(n) as (select cast(1 as bigint) union all select n + 1 from it where n < {contacts} / 1000)
select n * 7919 % {colleagues} + 1, {colleagues} + n * 1000, 1700000000 from it;

insert into source (name, kind, state, detail, since) values ('mail', 'microsoft365', 'ready', null, 1700000000);
insert into mailbox (mailbox_id, source, name, kind, owner_id, batch_seq, position, extent, read, stored, duplicates, quarantined)
select person_id, 'mail', 'p' || person_id, 'mail', person_id, 9, 5000, 5000, 5000, 4000, 100, 0
from person where person_id <= {colleagues};
update source set mailboxes = {colleagues};
insert into filtered (mailbox_id, rule, count) select mailbox_id, 'list', 600 from mailbox;
insert into filtered (mailbox_id, rule, count) select mailbox_id, 'bounce', 300 from mailbox;

-- The share of contacts that have a colleague in each place, in 2^32nds.
create table place (place bigint primary key, below bigint not null);
insert into place
with recursive it(n) as (select cast(1 as bigint) union all select n + 1 from it where n < 400)
select n, cast(floor(4294967296 * power(cast(n as double precision), -1.22)) as bigint) from it;
create index place_below on place (below);

drop index pair_of_colleague;
drop index pair_ended;
insert into pair (
    series, contact_id, colleague_id, valid_from, valid_to, sent, received, replies, meetings, sent_count,
    received_count, reply_count, meeting_count, call_count, first_at, sent_at, received_at, reply_at, meeting_at,
    call_out_at, call_in_at, last_at, raw, score, band, confidence)
with recursive contact_of(n) as (select cast(1 as bigint) union all select n + 1 from contact_of where n < {contacts}),
hashed as (select n, n * 2654435761 % 4294967296 as h, n * 40503 % 65537 as g from contact_of),
tie as (
    select n, h, place.place, (h + place.place * 40503) % 1009 as s,
           (g * g / 65537 * {colleagues} / 65537 + (place.place - 1) * 37) % {colleagues} + 1 as colleague
    from hashed cross join place where place.below > h
)
select 0, {colleagues} + n, colleague, 1, 4611686018427387904,
       s / 7.1, s / 9.3, s / 31.7, s % 5 / 3.1, s % 40, s % 31, s % 11, s % 5, 0,
       1702900000 + s * 1000, 1765000000 - s * 50000, 1764900000 - s * 50000, 1764800000 - s * 50000,
       case when s % 5 = 0 then null else 1764000000 - s * 50000 end, null, null, 1765000000 - s * 50000,
       s / 9.9, s * 100 / 1010, case when s < 50 then 0 when s < 400 then 1 when s < 800 then 2 else 3 end, s % 3
from tie {in_order};
create index pair_of_colleague on pair (series, colleague_id, contact_id);
create index pair_ended on pair (series, valid_to) where valid_to < 4611686018427387904;
drop table place;

insert into generation (generation_id, series, computed_for, computed_at, history_months, pairs, edition)
select 1, 0, '2025-12-15', 1765800000, 24, count(*), 'enhanced' from pair;
insert into published (one, generation_id) values (1, 1);
insert into insight_run (one, computed_for, computed_at, edition, intercept) values (1, '2025-12-15', 1765800000, 'enhanced', null);

-- Opportunities are what lists are long of; every firm is an account; some contacts are in the CRM.
insert into record (record_id, kind, name, sort_name, account_id, owner, state, do_not_analyse, invented, search_stale, status, stage,
                    revenue, currency, created_on, close_on)
with recursive it(n) as (select cast(1 as bigint) union all select n + 1 from it where n < {records})
select 'o' || n, 'opportunity', name, name, 'a' || (n * 7919 % {firms} + 1), 'p' || (n * 31 % {colleagues} + 1) || '@us.com',
       'open', 0, '[]', 0, case n % 3 when 0 then 'won' else 'open' end, '1',
       case when n % 10 = 0 then null else n * 7919 % 1000000 end, 'USD', '2025-06-01',
       case when n % 8 = 0 then null else '2026-' || (10 + n % 3) || '-' || (10 + n % 19) end
from (select n, trim(substr('turbine harbour elan    compass sextant meridian', 1 + n * 13 % 6 * 8, 8)) || ' ' || n as name from it) as named;
insert into record (record_id, kind, name, sort_name, do_not_analyse, invented, search_stale)
with recursive it(n) as (select cast(1 as bigint) union all select n + 1 from it where n < {firms})
select 'a' || n, 'account', 'firm ' || n, 'firm ' || n, 0, '[]', 0 from it;
insert into record (record_id, kind, name, sort_name, account_id, do_not_analyse, invented, search_stale)
with recursive it(n) as (select cast(1 as bigint) union all select n + 1 from it where n < {contact_records})
select 'c' || n, 'contact', 'person ' || n, 'person ' || n, 'a' || (({colleagues} + n) * 7919 % {firms} + 1), 0, '[]', 0 from it;
insert into record_domain (record_id, position, domain)
select record_id, 0, 'firm' || substr(record_id, 2) || '.com' from record where kind = 'account';
insert into record_address (record_id, position, address_id)
select record_id, 0, {colleagues} + cast(substr(record_id, 2) as bigint) from record where kind = 'contact';
insert into record_team (record_id, position, address)
select record_id, 0, 'p' || (cast(substr(record_id, 2) as bigint) * 57 % {colleagues} + 1) || '@us.com' from record where kind = 'opportunity';
insert into record_number (number, record_id)
select cast(substr(record_id, 2) as bigint)
       + case kind when 'opportunity' then 0 when 'account' then {records} else {records} + {firms} end, record_id
from record;
insert into record_row (
    number, record_id, kind, status, sort_key, revenue, close_on, state, score, grade, trend, trend_rank, last_at, last_kind,
    last_direction, next_at, next_kind, next_direction, emails, meetings, calls, people_hash, score_week_ago, single_threaded,
    early_emails, early_meetings)
select number, record.record_id, kind, status, {sort_key}, revenue, close_on,
       case when h % 5 = 0 then 'not_enough_information' else 'scored' end,
       case when h % 5 = 0 then null else h % 101 end,
       case when h % 5 = 0 then null when h % 101 < 40 then 'poor' when h % 101 < 70 then 'fair' else 'good' end,
       case h % 4 when 0 then 'declining' when 1 then 'steady' when 2 then 'improving' else 'not_enough_information' end,
       case when h % 4 = 3 then null else h % 4 end,
       1765000000 - h % 30000 * 1000, 0, 1,
       case when h % 6 = 0 then 1766000000 + h % 5000 * 1000 end, case when h % 6 = 0 then 1 end, case when h % 6 = 0 then 2 end,
       h % 97, h % 11, h % 7, '0', null, 0, 5, 1
from (select number, record_id, number * 2654435761 % 4294967296 / 7 as h from record_number) as numbered
join record on record.record_id = numbered.record_id
order by number;

update counter set last = {colleagues} + {contacts} where name in ('person', 'address');
update counter set last = {colleagues} where name = 'mailbox';
update counter set last = 1 where name = 'generation';
update counter set last = {records} + {firms} + {contact_records} where name = 'record_number';
