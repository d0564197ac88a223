/** `npm start`: install what is missing, build what has changed, serve. Needs nothing but Node. */
import { pathToFileURL } from "node:url";
import { checkDatabase, checkHome, checkNode, checkPort } from "./preflight.mjs";
import { at, fail, root } from "./steps.mjs";

try {
  checkNode();
  process.chdir(root);
  checkHome();
  await checkPort();
  await checkDatabase();
  const { ensureInstalled } = await import("./install.mjs");
  await ensureInstalled();
  const { ensureBuilt } = await import("./build.mjs");
  await ensureBuilt();
  process.env.NEXT_TELEMETRY_DISABLED ??= "1";
  await import(pathToFileURL(at("dist/server.mjs")).href);
} catch (error) {
  fail(error);
}
