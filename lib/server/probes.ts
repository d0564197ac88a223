import type { ApiResponse } from "@/lib/border/route";
import { isoInstant } from "@/lib/domain/instant";
import { runtime } from "@/lib/runtime/runtime";

const json = (status: number, body: object): ApiResponse => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(body),
});

/**
 * /healthz: the process lives. /readyz: it takes requests; `degraded` while its database is away, since it answers on from
 * the last known good, and no better node is to be had. /metrics: Prometheus.
 */
export async function probe(path: string, ready: boolean): Promise<ApiResponse> {
  const { away, db, metrics, node } = runtime();
  if (path === "/healthz") return json(200, { status: "ok", node });
  if (path === "/metrics") {
    return {
      status: 200,
      headers: { "content-type": metrics.registry.contentType },
      body: await metrics.registry.metrics(),
    };
  }
  if (!ready) return json(503, { status: "leaving" });
  const degraded = () => {
    const since = away.since();
    return since === null ? null : json(200, { status: "degraded", node, since: isoInstant(since) });
  };
  return (
    degraded() ??
    db.ping().then(
      () => json(200, { status: "ready", node }),
      async (error: unknown) => {
        await away.suspect(error);
        return degraded() ?? json(503, { status: "the database does not answer" });
      },
    )
  );
}
