import type { Template } from "./template.ts";

const replies: Template = {
  id: "cited-replies",
  title: "Customer replies with citations",
  summary: "An agent answers customers from the company's own documents, and shows where each claim stands.",
  notWhen:
    "Not for medical, legal or financial advice to one person, and not where the documents contradict each other: mend those first.",
  prepare: "An evaluation set of questions with the passages that answer them; a weekly reading of real replies.",
  text: `surety: 1
pact: cited-replies
title: Customer replies with citations
agent: agent
workflow: support
parties: { provider: Provider }
facts:
  citations: { type: number }
  language: { type: string }
  complaint: { type: boolean }
scope:
  actions: [replies.draft, replies.send]
  outside: block
levels:
  limited: { language: { only: [en] } }
clauses:
  - key: every-claim-cited
    title: Cites each claim
    obligation: Every reply that states a fact about a product, a price or a right cites the passage it rests on.
    severity: critical
    owner: team
    recertify: P90D
    actions: [replies.send]
    require: context.citations >= 1
    evidence: { method: eval, describe: "300 questions; each claim is held against the passage cited", target: 0.97, freshness: P14D, minChecks: 100 }
    drift: { verify: auto }
    on:
      violation: review
      missing: review
      stale: review
      drift: [{ at: 1000, do: review }, { at: 10000, do: block }]
      incident: review
  - key: complaints-to-people
    title: Hands complaints to people
    obligation: A complaint or a threat of harm is answered by a person.
    severity: critical
    owner: team
    recertify: P90D
    actions: [replies.send]
    when: context.complaint == true
    require: context.complaint == false
    on: { violation: review }
  - key: civil-tone
    title: Keeps a civil tone
    obligation: No reply insults, threatens or mocks the customer.
    severity: major
    owner: team
    recertify: P180D
    actions: [replies.send]
    evidence: { method: human, describe: "Weekly sample of 40 replies, read by the support lead", target: 0.95, freshness: P14D, minChecks: 40 }
    score: { below: 60 }
    on: { missing: review, stale: review, score: review }
`,
};

const email: Template = {
  id: "outbound-email",
  title: "Outbound e-mail",
  summary: "An agent writes to customers or leads who agreed to it, and says who it is.",
  notWhen:
    "Not for cold mail, which many laws forbid, and not for messages with legal effect (notices, terminations): those are signed by people.",
  prepare: "Consent in the request, from the system that holds it; a nightly look at bounces and complaints.",
  text: `surety: 1
pact: outbound-email
title: Outbound e-mail
agent: agent
workflow: outbound-email
parties: { provider: Provider }
facts:
  consent: { type: boolean }
  recipients: { type: number }
  attachments: { type: number }
scope:
  actions: [email.draft, email.send]
  outside: block
levels:
  # One person at a time, nothing attached.
  limited: { recipients: { max: 1 }, attachments: { max: 0 } }
clauses:
  - key: consent
    title: Writes only to who agreed
    obligation: No e-mail goes to a person who has not agreed to it, or has taken that back.
    severity: critical
    owner: team
    recertify: P90D
    actions: [email.send]
    require: context.consent == true
    on: { violation: block, incident: block }
  - key: small-audiences
    title: Writes to few at a time
    obligation: One message goes to at most 50 recipients; more wait for a person.
    severity: major
    owner: team
    recertify: P180D
    actions: [email.send]
    require: context.recipients <= 50
    on: { violation: review }
  - key: few-complaints
    title: Draws few complaints
    obligation: At most 1 in 1,000 delivered messages is reported as unwanted, and each names its sender.
    severity: critical
    owner: team
    recertify: P90D
    actions: [email.send]
    evidence: { method: runtime, describe: "Complaints and bounces of the day, as the mail provider reports them", target: 0.999, freshness: P3D, minChecks: 200, perRelease: false }
    drift: { verify: auto }
    on: { missing: degrade, stale: degrade, drift: [{ at: 1000, do: degrade }, { at: 10000, do: block }], incident: block }
`,
};

export const WORDS: readonly Template[] = [replies, email];
