/**
 * The layers of the house: arrows point down only.
 *
 *   app ──▶ border ──▶ services ──▶ runtime ──▶ db ──▶ domain
 *    │  └──▶ queries ──▶ runtime (the one holder) ──▶ db ──▶ domain
 *    └──▶ components ─────────────────────────────────▶ domain
 *   server: starts the process, so it sees every layer but app and components; nobody sees it.
 *   cli ──▶ domain.
 *
 * Tests may import anything below their layer and the test tools; e2e and prisma stand outside the house, but that the
 * server has the demo's story (prisma/story) told.
 */
const TEST = "\\.test\\.tsx?$|/testing[-a-z]*\\.ts$";
const OWN = "^(app|components|lib|prisma|e2e)/";

/** A layer and all it may import of ours; everything else of ours is forbidden to it. */
function layer(name, folder, sees, comment) {
  const allowed = [folder, ...sees].map((seen) => (seen.endsWith(".ts") ? `^${seen}$` : `^${seen}/`)).join("|");
  return {
    name,
    comment,
    severity: "error",
    from: { path: `^${folder}/`, pathNot: TEST },
    to: { path: OWN, pathNot: allowed },
  };
}

const below = {
  domain: ["lib/domain"],
  db: ["lib/db", "lib/generated", "lib/domain"],
  runtime: ["lib/runtime", "lib/db", "lib/domain"],
  services: ["lib/services", "lib/runtime", "lib/db", "lib/domain"],
  // What is live and when it is comes from the runtime's one holder: a standing is read off the snapshot, not off rows.
  queries: ["lib/queries", "lib/runtime/runtime.ts", "lib/db", "lib/domain"],
};

module.exports = {
  forbidden: [
    layer("domain", "lib/domain", [], "The domain imports nothing of ours but itself."),
    layer("db", "lib/db", below.db, "The database layer sees the domain."),
    layer("runtime", "lib/runtime", below.runtime, "Process memory sees the database layer and the domain."),
    layer("services", "lib/services", below.services, "A verb sees runtime, db and domain."),
    layer("queries", "lib/queries", below.queries, "A read model sees db, domain and the runtime's holder."),
    layer(
      "border",
      "lib/border",
      ["lib/services", "lib/queries", "lib/runtime", "lib/domain"],
      "The border parses and calls verbs and read models; SQL is not its business.",
    ),
    layer("components", "components", ["lib/domain"], "Components see the domain; server actions come as props."),
    layer(
      "app",
      "app",
      ["lib/border", "lib/services", "lib/queries", "components", "lib/domain"],
      "Routing composes; it never reaches into db or runtime.",
    ),
    layer(
      "server",
      "lib/server",
      ["lib/border", "lib/services", "lib/queries", "lib/runtime", "lib/db", "lib/domain", "prisma/story"],
      "The process puts the layers together, and has the demo's story told.",
    ),
    layer(
      "story",
      "prisma/story",
      ["lib/services", "lib/runtime", "lib/db", "lib/domain"],
      "The demo's story goes through the verbs; only a process that starts tells it.",
    ),
    layer("cli", "lib/cli", ["lib/domain"], "The command line sees the domain, and HTTP."),
    {
      name: "domain-pure",
      comment: "The domain does no IO: no Node built-ins; it must run in the browser.",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "domain-libraries",
      comment: "The domain stands on few, pure libraries; a new one is added here on purpose.",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: TEST },
      to: {
        path: "node_modules/",
        pathNot: "node_modules/(zod|yaml|canonicalize|@noble|@stdlib|@marcbachmann/cel-js)(/|$)",
      },
    },
    {
      name: "components-in-browser",
      comment: "Components run in the browser: no Node built-ins.",
      severity: "error",
      from: { path: "^components/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "sql-only-in-db",
      comment: "Only lib/db names Prisma and PostgreSQL.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: `^lib/(db|generated)/|${TEST}` },
      to: { path: "node_modules/(pg|@prisma|prisma)/|^lib/generated/" },
    },
    {
      name: "services-without-next",
      comment: "Verbs and read models know nothing of Next or React.",
      severity: "error",
      from: { path: "^lib/(services|queries|runtime|db)/", pathNot: TEST },
      to: { path: "node_modules/(next|next-auth|react|react-dom)/" },
    },
    {
      name: "verb-calls-verb",
      comment:
        "A verb never calls another verb: what two share is a helper of the noun (shared.ts, shared-….ts), or domain.",
      severity: "error",
      from: { path: "^lib/services/([^/]+)/", pathNot: TEST },
      to: { path: "^lib/services/[^/]+/", pathNot: "^lib/services/$1/(shared[-a-z]*|$1)\\.ts$" },
    },
    {
      name: "changes-by-verb",
      comment:
        "Everything that changes goes through verb() or, many at once, gatheredVerb(): permit, transaction, ledger entry, " +
        "outbox, revision. Apart from it only those who act before there is a member to permit: a new organisation, a sign-in, " +
        "an invitation taken.",
      severity: "error",
      from: {
        path: "^(app|components|lib|prisma)/",
        pathNot: `^lib/services/(verb|gathered|organisations/create|sessions/sign-in|invitations/accept)\\.ts$|^lib/db/|${TEST}`,
      },
      to: { path: "^lib/db/ledgered" },
    },
    {
      name: "tests-stay-out",
      comment: "What ships never imports tests or test tools.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: TEST },
      to: { path: `${TEST}|^e2e/|node_modules/(vitest|@playwright|playwright|fast-check)/` },
    },
    {
      name: "no-circle",
      comment: "Two modules that need each other are one module, or miss a third.",
      severity: "error",
      from: { path: OWN, pathNot: "^lib/generated/" },
      to: { circular: true },
    },
    {
      name: "no-unresolved",
      comment: "Every import resolves: a rule can't judge what it can't see.",
      severity: "error",
      from: { path: OWN },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules|^lib/generated/" },
    exclude: { path: "^(\\.next|dist|\\.surety)/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
