type Sql = (text: string) => Promise<unknown>;

/**
 * What the database of a backend holds: customers and orders with keys and indexes, events of JSON, texts with a search
 * index, and attachments that do not pack. `gigabytes` of it, indexes included.
 */
export async function fillMixed(sql: Sql, gigabytes: number): Promise<void> {
  const per = (count: number) => Math.max(1, Math.round(count * gigabytes));
  await sql(`create table customers (id uuid primary key, email text not null unique, name text not null, created_at timestamptz not null);
    create table orders (id bigint primary key, customer_id uuid not null, placed_at timestamptz not null, amount numeric(12, 2) not null, status text not null);
    create table events (id bigint primary key, order_id bigint not null, at timestamptz not null, payload jsonb not null);
    create table documents (id bigint primary key, title text not null, body text not null, search tsvector not null);
    create table attachments (id bigint primary key, order_id bigint not null, content bytea not null)`);
  await sql(
    "create function customer(n bigint) returns uuid language sql immutable as $$ select md5('c' || n)::uuid $$",
  );
  await batches(per(25_000), (rows) =>
    sql(
      `insert into customers select customer(n), 'customer' || n || '@example.com', 'Customer ' || n, now() - n * interval '1 minute' from ${rows} n`,
    ),
  );
  await batches(per(1_000_000), (rows) =>
    sql(`insert into orders select n, customer(1 + n * 7919 % ${per(25_000)}), now() - n * interval '20 seconds', (n * 7919 % 100000) / 100.0,
      (array['placed', 'paid', 'packed', 'sent', 'returned'])[1 + n % 5] from ${rows} n`),
  );
  await batches(per(900_000), (rows) =>
    sql(`insert into events select n, 1 + n % ${per(1_000_000)}, now() - n * interval '21 seconds', jsonb_build_object('kind', 'kind-' || n % 40, 'actor', md5(n::text),
      'ip', n % 256 || '.' || n % 241 || '.1.7', 'amount', n % 1000, 'note', repeat('changed by a customer; ', 3)) from ${rows} n`),
  );
  await batches(per(40_000), (rows) =>
    sql(`insert into documents select n, 'Document ' || n, body, to_tsvector('simple', body) from ${rows} n,
      lateral (select string_agg('word' || (n * k * 7919 % 9973), ' ') as body from generate_series(1, 220) k) words`),
  );
  await batches(per(20_000), (rows) =>
    sql(`insert into attachments select n, n, content from ${rows} n,
      lateral (select string_agg(uuid_send(gen_random_uuid()), ''::bytea) as content from generate_series(n, n + 500)) noise`),
  );
  for (const index of [
    "orders (customer_id)",
    "orders (placed_at)",
    "orders (status, placed_at)",
    "events (order_id)",
    "events (at)",
    "events using gin (payload jsonb_path_ops)",
    "documents using gin (search)",
    "attachments (order_id)",
  ])
    await sql(`create index on ${index}`);
  await sql(`alter table orders add foreign key (customer_id) references customers;
    alter table events add foreign key (order_id) references orders;
    alter table attachments add foreign key (order_id) references orders`);
  await sql("analyze");
  await sql("checkpoint");
}

async function batches(count: number, insert: (rows: string) => Promise<unknown>): Promise<void> {
  const size = 100_000;
  for (let from = 1; from <= count; from += size)
    await insert(`generate_series(${from}::bigint, ${Math.min(count, from + size - 1)}::bigint)`);
}

/** Changes that make log: about a tenth of the data. */
export async function churnMixed(sql: Sql, gigabytes: number): Promise<void> {
  for (let round = 0; round < 4; round += 1)
    await sql(
      `update orders set amount = amount + 1, status = 'paid' where id % 25 = ${round} and id < ${Math.round(gigabytes * 800_000)}`,
    );
}
