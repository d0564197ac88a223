import { canonicalJson } from "@/lib/domain/canonical";
import type { Tx } from "./client";
import { fromBody } from "./segment";

type Properties = Record<string, unknown> | undefined;

/** Segments looked at: at most some forty thousand decisions, and the newest ones. */
const SEGMENTS = 160;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Resources of one type that the newest decisions named: by id, the sets of properties they were named with, newest first. */
export async function recentResources(
  tx: Tx,
  organisationId: string,
  type: string,
): Promise<Map<string, Properties[]>> {
  const segments = await tx.decisionSegment.findMany({
    where: { organisationId },
    orderBy: { lastId: "desc" },
    take: SEGMENTS,
    select: { body: true },
  });
  const found = new Map<string, Map<string, Properties>>();
  for (const record of segments.flatMap(({ body }) => fromBody(body).reverse())) {
    const { resource } = record.request;
    if (!isObject(resource) || resource.type !== type || typeof resource.id !== "string") continue;
    const properties = isObject(resource.properties) ? resource.properties : undefined;
    const known = found.get(resource.id) ?? new Map<string, Properties>();
    found.set(resource.id, known);
    const key = canonicalJson(properties ?? null);
    if (!known.has(key)) known.set(key, properties);
  }
  return new Map([...found].map(([id, known]) => [id, [...known.values()]]));
}
