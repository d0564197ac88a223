/** A pact to begin with: what an expert in that kind of work would defend, with what it is not for. */
export interface Template {
  id: string;
  title: string;
  /** What an agent under it does, in a sentence. */
  summary: string;
  /** When another pact is the right one. */
  notWhen: string;
  /** What must be measured before its clauses can hold. */
  prepare: string;
  /** The pact as YAML; agent, workflow, team and parties are filled in. */
  text: string;
}
