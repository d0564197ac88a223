import type { Scope } from "@/lib/domain/roles";

/** A call that this key can make: a decision where it may ask for one, else what it may read. */
export function curlOf(origin: string, key: string, scopes: readonly Scope[], kind: "service" | "personal"): string {
  const auth = `-H "Authorization: Bearer ${key}"`;
  if (kind === "personal" || scopes.includes("read") || scopes.includes("author") || scopes.includes("admin")) {
    return `curl ${auth} ${origin}/api/v1/organisation`;
  }
  if (scopes.includes("decide")) {
    return `curl ${auth} -H "Content-Type: application/json" -d '{"agent":"my-agent","action":"payments.refund","context":{"amount":20}}' ${origin}/api/v1/decisions`;
  }
  const record =
    '{"agent":"my-agent","pact":"my-pact","clause":"my-clause","passed":100,"failed":0,"observedAt":"2026-01-01T00:00:00Z","source":"nightly"}';
  return `curl ${auth} -H "Content-Type: application/json" -d '${record}' ${origin}/api/v1/evidence`;
}
