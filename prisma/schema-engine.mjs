#!/usr/bin/env node
/**
 * Stands where Prisma's command line expects its native schema engine, a program that npm does not carry: the same
 * engine as WebAssembly, over the pg adapter, speaking the same JSON-RPC on stdin and stdout. For development and tests
 * (`prisma generate`, `prisma migrate diff`, `status`, `resolve`); what needs a shadow database is not served.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const { values: flags, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    version: { type: "boolean", short: "V" },
    datamodels: { type: "string", multiple: true },
    datasource: { type: "string" },
  },
});
if (flags.version) {
  console.log("schema-engine (WebAssembly)");
  process.exit(0);
}
const { url } = flags.datasource ? JSON.parse(flags.datasource) : {};
if (positionals[0] === "cli") await answerCli(positionals[1]);

/** The one question of the command line that is not JSON-RPC: does the database answer? */
async function answerCli(question) {
  if (question !== "can-connect-to-database") process.exit(1);
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    process.exit(0);
  } catch (error) {
    const fields = { message: error.message || error.code, error_code: error.code === "3D000" ? "P1003" : "P1001" };
    process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}`);
    process.exit(1);
  }
}

// Types of the catalogue that the adapter does not know. All read as text; "char" must arrive as one character.
const CHAR = 18;
const TEXT = 25;
const READ_AS_TEXT = new Set([CHAR, 24, 194, 2205]); // regproc, pg_node_tree, regclass
const charFields = new WeakMap();

class CatalogueClient extends pg.Client {
  query(...args) {
    const done = args.at(-1); // the pool asks with a callback, a transaction with a promise
    if (typeof done === "function") args[args.length - 1] = (error, result) => done(error, result && relabel(result));
    const answer = super.query(...args);
    return typeof answer?.then === "function" ? answer.then(relabel) : answer;
  }
}

function relabel(result) {
  for (const [index, field] of (result.fields ?? []).entries()) {
    if (field.dataTypeID === CHAR) charFields.set(result.rows, [...(charFields.get(result.rows) ?? []), index]);
    if (READ_AS_TEXT.has(field.dataTypeID)) field.dataTypeID = TEXT;
  }
  return result;
}

function withCharacters(queryable) {
  const queryRaw = queryable.queryRaw.bind(queryable);
  queryable.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charFields.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return queryable;
}

class Catalogue extends PrismaPg {
  constructor(connectionString) {
    super({ connectionString, max: 2, Client: CatalogueClient });
  }
  async connect() {
    const connection = withCharacters(await super.connect());
    const startTransaction = connection.startTransaction.bind(connection);
    connection.startTransaction = async (level) => withCharacters(await startTransaction(level));
    return connection;
  }
}

globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (message) => process.stderr.write(`${JSON.stringify({ level: "ERROR", fields: { message } })}\n`),
};
const glueFile = fileURLToPath(import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
const wasm = readFileSync(glueFile.replace(/\.js$/, ".wasm"));
const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": glue });
glue.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

let starting;
function engine() {
  const datamodels = flags.datamodels?.map((file) => [file, readFileSync(file, "utf8")]);
  const factory = bindMigrationAwareSqlAdapterFactory(new Catalogue(url));
  starting ??= glue.SchemaEngine.new({ datamodels }, () => {}, factory);
  return starting;
}

let printed = 0;
function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

async function answer({ id, method, params }) {
  try {
    const running = await engine();
    if (method === "diff") {
      const { stdout, exitCode } = await running.diff(params);
      if (stdout) send({ id: `print-${printed++}`, method: "print", params: { content: stdout } });
      return send({ id, result: { exitCode } });
    }
    const call = method === "getDatabaseVersion" ? "version" : method;
    send({ id, result: (await running[call](params)) ?? null });
  } catch (error) {
    const data = { is_panic: false, message: error.message, error_code: error.code };
    send({ id, error: { code: 4466, message: "The schema engine failed.", data } });
  }
}

// The command line closes stdin and signals at once: what was asked is answered first.
let queue = Promise.resolve();
const leave = () => queue.then(() => process.exit(0));
process.on("SIGTERM", leave);
createInterface({ input: process.stdin })
  .on("line", (line) => {
    const message = JSON.parse(line);
    if (message.method) queue = queue.then(() => answer(message)); // the rest are receipts for what we printed
  })
  .on("close", leave);
