/** Where a subject is shown in the console, as a path; null if it has no page. */
export function subjectHref(subject: string): string | null {
  const at = subject.indexOf("/");
  const [noun, rest] = [subject.slice(0, at), subject.slice(at + 1)];
  // Of an entry whose facts were erased.
  if (rest === "erased") return null;
  const id = encodeURIComponent(rest);
  const [pact = "", ...key] = rest.split("/");
  const pages: Record<string, string> = {
    pact: `/pacts/${id}`,
    clause: `/pacts/${encodeURIComponent(pact)}/clauses/${encodeURIComponent(key.join("/"))}`,
    agent: `/agents/${id}`,
    workflow: `/workflows/${id}`,
    decision: `/decisions?d=${id}`,
    decisions: `/decisions?d=${id}`,
    review: `/reviews?peek=${id}`,
    override: `/overrides?peek=${id}`,
    incident: `/incidents/${id}`,
    metric: `/governance/${id}`,
    drill: `/drills/${id}`,
    question: `/pacts/${encodeURIComponent(pact)}/report#${encodeURIComponent(key.join("/"))}`,
    finding: `/coverage/${id}`,
    heartbeat: "/coverage",
    member: "/settings/members",
    key: "/settings/keys",
    team: "/settings/teams",
    webhook: `/settings/webhooks/${id}`,
    organisation: "/settings/organisation",
    entry: `/ledger?entry=${id}`,
    witness: "/ledger/witnesses",
    ledger: "/ledger/witnesses",
  };
  return pages[noun] ?? null;
}
