/** What a ledger entry says, as a sentence that goes on from who did it: "Ana" + "published version 3". */

type Payload = Readonly<Record<string, unknown>>;

const list = (value: unknown) => (Array.isArray(value) ? value.join(", ") : "");
const many = (value: unknown, one: string) => (Number(value) === 1 ? `1 ${one}` : `${Number(value)} ${one}s`);
const where = ({ workflow }: Payload) => (workflow ? ` in ${workflow}` : " in every workflow");
const until = (payload: Payload) =>
  payload.until ? `, until ${String(payload.until).slice(0, 16).replace("T", " ")} UTC` : "";
const why = ({ reason }: Payload) => (reason ? `: ${reason}` : "");
const voided = ({ voidedApprovals }: Payload) =>
  Number(voidedApprovals) > 0 ? `, which voids ${many(voidedApprovals, "approval")}` : "";
const missing = (payload: Payload) =>
  list(payload.missing) ? `; without evidence at first: ${list(payload.missing)}` : "";

const SENTENCES: Record<string, (payload: Payload) => string> = {
  "pact.drafted": (p) => `wrote version ${p.version}${voided(p)}`,
  "pact.submitted": (p) => `submitted version ${p.version} for approval`,
  "pact.withdrawn": (p) => `took version ${p.version} back from review${voided(p)}`,
  "pact.approved": (p) =>
    `approved version ${p.version}${list(p.carried) ? `; carries over the evidence of ${list(p.carried)}` : ""}`,
  "pact.published": (p) => `published version ${p.version}${missing(p)}`,
  "workflow.registered": (p) => `registered it${p.by ? ` by publishing ${p.by}` : ""}`,
  "workflow.changed": (p) => `changed it: ${p.risk} risk, ${p.consequential ? "consequential" : "not consequential"}`,
  "agent.registered": (p) => `registered it with release ${p.release}`,
  "agent.changed": () => "changed what is said of it",
  "agent.released": (p) => `made ${p.release} the current release, after ${p.before}`,
  "grant.lowered": (p) => `lowered authority from ${p.before} to ${p.level}${where(p)}${until(p)}${why(p)}`,
  "grant.kept": (p) => `set authority to ${p.level}${where(p)}${until(p)}${why(p)}`,
  "grant.requested": (p) => `asked for ${p.level} authority${where(p)}${until(p)}${why(p)}`,
  "grant.raised": (p) => `raised authority from ${p.before} to ${p.level}${where(p)}${until(p)}${why(p)}`,
  "grant.denied": (p) => `denied ${p.level} authority${where(p)}${p.note ? `: ${p.note}` : ""}`,
  "observation.recorded": (p) =>
    `told of ${many(p.observations, "observed action")}, ${Number(p.joined)} joined to decisions`,
  "incident.opened": (p) => `opened the incident "${p.title}" (${p.severity})`,
  "incident.resolved": (p) => `resolved the incident${p.note ? `: ${p.note}` : ""}`,
};

/** The sentence of an entry; its kind where none is known, or where its facts were erased (`payload` null). */
export function entryWords(kind: string, payload: Payload | null): string {
  const sentence = SENTENCES[kind];
  return sentence && payload ? sentence(payload) : kind.replaceAll(".", " ").replaceAll("_", " ");
}
