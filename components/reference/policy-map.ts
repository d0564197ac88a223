/** How the concepts of two policy languages stand beside a pact's. */

export interface Concept {
  concept: string;
  cedar: string;
  rego: string;
  pact: string;
}

export const CONCEPTS: readonly Concept[] = [
  {
    concept: "Who asks",
    cedar: "principal, an entity of a type",
    rego: "a field of input, by convention input.subject",
    pact: "agent: one a pact. Its release says which model, prompt, tools and data it was",
  },
  {
    concept: "What it wants to do",
    cedar: 'action == Action::"refund"',
    rego: "input.action, compared in a rule",
    pact: "scope.actions: exact names, prefixes such as payments.*, or *",
  },
  {
    concept: "On what",
    cedar: "resource, with attributes and a hierarchy",
    rego: "input.resource and data documents",
    pact: "resource and context of the request, read by expressions; a pact keeps no hierarchy of entities",
  },
  {
    concept: "A condition",
    cedar: "when { … }, unless { … }",
    rego: "the body of a rule",
    pact: "when (whom a clause concerns) and require (what must hold), in CEL; one that cannot be evaluated refuses",
  },
  {
    concept: "Types",
    cedar: "a schema of entities, actions and context",
    rego: "JSON Schema annotations on input",
    pact: "facts, checked when the pact is published and again at each request",
  },
  {
    concept: "Yes and no",
    cedar: "permit and forbid; forbid wins, default deny",
    rego: "allow and deny as the author defines them",
    pact: "scope permits, everything outside is answered by outside; block over review over degrade over allow",
  },
  {
    concept: "Yes, within limits",
    cedar: "no counterpart: a decision is allow or deny",
    rego: "an object that the caller interprets",
    pact: "degrade, with limits on paths of context that the request must fit",
  },
  {
    concept: "Ask a person",
    cedar: "no counterpart",
    rego: "an object that the caller interprets",
    pact: "review: held, approved or denied by a member, decided anew at that moment",
  },
  {
    concept: "Why",
    cedar: "ids of the policies that determined it",
    rego: "the decision log, or a rule that collects messages",
    pact: "because: every trigger, strongest first, in a sentence, with the evidence it rests on",
  },
  {
    concept: "Proof that the rule is kept",
    cedar: "no counterpart",
    rego: "no counterpart; data can be pushed and read",
    pact: "evidence with a window: without it missing and stale act, repeated failure and drift too",
  },
  {
    concept: "Exceptions",
    cedar: "another policy, by hand",
    rego: "another rule or data, by hand",
    pact: "overrides: scoped, approved by another person, expiring, counted",
  },
  {
    concept: "Templates and partial policies",
    cedar: "policy templates with slots",
    rego: "packages and imports",
    pact: "one document a pact and version; nothing is imported, so a hash says all of it",
  },
  {
    concept: "Change",
    cedar: "a policy store; review is up to you",
    rego: "bundles; review is up to you",
    pact: "draft, diff in words, simulation, approval by somebody else bound to the hash, ledger",
  },
];
