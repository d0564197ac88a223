import type { ApiResponse } from "@/lib/border/route";
import { runtime } from "@/lib/runtime/runtime";

const json = (status: number, body: object): ApiResponse => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(body),
});

/** /healthz: the process lives. /readyz: it takes requests and its database answers. /metrics: Prometheus. */
export async function probe(path: string, ready: boolean): Promise<ApiResponse> {
  const { db, metrics, node } = runtime();
  if (path === "/healthz") return json(200, { status: "ok", node });
  if (path === "/metrics") {
    return {
      status: 200,
      headers: { "content-type": metrics.registry.contentType },
      body: await metrics.registry.metrics(),
    };
  }
  if (!ready) return json(503, { status: "leaving" });
  return db.ping().then(
    () => json(200, { status: "ready", node }),
    () => json(503, { status: "the database does not answer" }),
  );
}
