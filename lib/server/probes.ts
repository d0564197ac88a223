import { timingSafeEqual } from "node:crypto";
import type { ApiResponse } from "@/lib/border/route";
import { sha256 } from "@/lib/db/hash";
import { isoInstant } from "@/lib/domain/instant";
import { runtime } from "@/lib/runtime/runtime";

const json = (status: number, body: object): ApiResponse => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(body),
});

/** Compared by their hashes, so that how long it takes tells nothing. */
function mayScrape(authorization: string | undefined): boolean {
  const token = process.env.SURETY_METRICS_TOKEN;
  if (!token) return true;
  return timingSafeEqual(sha256(authorization ?? ""), sha256(`Bearer ${token}`));
}

/**
 * /healthz: the process lives. /readyz: it takes requests; `degraded` while its database is away, since it answers on from
 * the last known good, and no better node is to be had. /metrics: Prometheus; where SURETY_METRICS_TOKEN is set, for who shows it.
 * @param authorization of the request
 */
export async function probe(path: string, ready: boolean, authorization?: string): Promise<ApiResponse> {
  const { away, db, metrics, node } = runtime();
  if (path === "/healthz") return json(200, { status: "ok", node });
  if (path === "/metrics") {
    if (!mayScrape(authorization)) return json(401, { status: "this needs the token of SURETY_METRICS_TOKEN" });
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
