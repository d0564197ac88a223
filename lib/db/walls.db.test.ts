import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connections, connect, type Tx, type Units, units } from "./client";
import { testDatabase } from "./testing";

/** Row-level security alone: every query here has lost the application's own filter. */

const A = "org_a";
const B = "org_b";
let url: string;
let connections: Connections;
let db: Units;
let tables: string[];

beforeAll(async () => {
  url = await testDatabase();
  connections = connect(url);
  db = units(connections);
  tables = await fill(url);
});
afterAll(async () => {
  await Promise.all([connections.prisma.$disconnect(), connections.pool.end()]);
});

interface Column {
  name: string;
  type: string;
  optional: boolean;
}

function valueFor(table: string, { name, type }: Column, organisation: string, n: number): unknown {
  if (name === ownerColumn(table)) return organisation;
  if (type === "text") return `${name}-${organisation}`;
  if (type.startsWith("timestamp") || type === "date") return "2030-01-01T00:00:00Z";
  if (type === "jsonb") return "{}";
  if (type === "boolean") return false;
  if (type === "bytea") return Buffer.from([n]);
  return type === "ARRAY" ? [] : 1;
}

/** What is no wall stands in the way of made-up rows: closed sets, foreign keys, triggers. */
const UNCHECKED = `
  SET session_replication_role = replica; -- words: ok
  DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);
    END LOOP;
  END $$`;

/** A row of each organisation in every table there is. Returns the tables. */
async function fill(at: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  await client.query(UNCHECKED);
  const { rows } = await client.query<{ table: string; columns: Column[] }>(`
    SELECT t.table_name AS table, json_agg(json_build_object('name', c.column_name, 'type', c.data_type,
      'optional', c.is_nullable = 'YES' OR c.column_default IS NOT NULL) ORDER BY c.ordinal_position) AS columns
    FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
    WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND t.table_name NOT IN ('_prisma_migrations', 'node')
    GROUP BY t.table_name ORDER BY t.table_name`);
  for (const { table, columns } of rows) {
    for (const [n, organisation] of [A, B].entries()) {
      const needed = columns.filter((column) => !column.optional);
      const names = needed.map((column) => `"${column.name}"`).join(", ");
      const marks = needed.map((_, i) => `$${i + 1}`).join(", ");
      const values = needed.map((column) => valueFor(table, column, organisation, n));
      await client.query(`INSERT INTO "${table}" (${names}) VALUES (${marks})`, values);
    }
  }
  await client.end();
  return rows.map((row) => row.table);
}

const ownerColumn = (table: string) => (table === "organisation" ? "id" : "organisation_id");
const whose = (tx: Tx, table: string) =>
  tx.$queryRawUnsafe<{ owner: string }[]>(`SELECT "${ownerColumn(table)}" AS owner FROM "${table}"`);

test("every table of the product has a wall that binds its owner too", async () => {
  expect(tables.length).toBeGreaterThan(30);
  const { rows } = await connections.pool.query<{ name: string; forced: boolean; policies: string }>(
    `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
       (SELECT string_agg(polname, ' ' ORDER BY polname) FROM pg_policy WHERE polrelid = c.oid) AS policies
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY($1)`,
    [tables],
  );
  // Twins are held apart beside it, by a policy that only narrows.
  const walls = ["one_organisation system", "one_organisation system twins_apart"];
  expect(rows.filter((row) => !row.forced || !walls.includes(row.policies))).toEqual([]);
});

test("two organisations interleaved in one tick, without the application's filter, see zero foreign rows", async () => {
  const readAll = (organisation: string) =>
    db.organisation(organisation, async (tx) => {
      const seen = await Promise.all(tables.map(async (table) => [table, await whose(tx, table)] as const));
      return seen.filter(([, rows]) => rows.length !== 1 || rows[0]?.owner !== organisation);
    });
  const rounds = Array.from({ length: 6 }, (_, i) => readAll(i % 2 ? B : A));
  for (const wrong of await Promise.all(rounds)) expect(wrong).toEqual([]);
});

test("look-ups that Prisma joins into one query within a tick never answer for another organisation", async () => {
  const lookUp = (mine: string, theirs: string) =>
    db.organisation(mine, async (tx) => {
      const of = (organisationId: string) =>
        tx.member.findUnique({ where: { organisationId_id: { organisationId, id: `id-${organisationId}` } } });
      const [own, foreign] = await Promise.all([of(mine), of(theirs)]);
      return { own: own?.organisationId, foreign };
    });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? lookUp(B, A) : lookUp(A, B))));
  answers.forEach(({ own, foreign }, i) => {
    expect(own).toBe(i % 2 ? B : A);
    expect(foreign).toBeNull();
  });
});

test("nobody changes, deletes or plants another organisation's rows", async () => {
  await db.organisation(A, async (tx) => {
    expect(await tx.team.updateMany({ where: { organisationId: B }, data: { name: "taken" } })).toEqual({ count: 0 });
    expect(await tx.team.deleteMany({ where: { organisationId: B } })).toEqual({ count: 0 });
  });
  const planted = { organisationId: B, slug: "planted", name: "planted", createdAt: new Date(0) };
  await expect(db.organisation(A, (tx) => tx.team.create({ data: planted }))).rejects.toThrow(/row-level security/);
  const moved = { data: { organisationId: B } };
  await expect(db.organisation(A, (tx) => tx.team.updateMany(moved))).rejects.toThrow(/row-level security/);
});

test("a unit of work that names no organisation sees nothing", async () => {
  for (const nobody of ["", "org_unknown", "' OR true --"]) {
    expect(await db.organisation(nobody, (tx) => whose(tx, "member"))).toEqual([]);
  }
});

test("the organisation of one unit of work is forgotten before the next one on that connection", async () => {
  await db.organisation(A, (tx) => whose(tx, "member"));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET ROLE surety_app");
    expect((await client.query("SELECT 1 FROM member")).rows).toEqual([]);
    await client.query("BEGIN");
    await client.query("SELECT set_config('surety.organisation', $1, true)", [A]);
    expect((await client.query("SELECT 1 FROM member")).rows).toHaveLength(1);
    await client.query("COMMIT");
    expect((await client.query("SELECT 1 FROM member")).rows).toEqual([]);
  } finally {
    await client.end();
  }
});
