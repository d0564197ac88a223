import { plural } from "@/components/trust/words";
import { joined, upperFirst } from "@/lib/domain/text";

/** The one sentence of the overview and the paragraph under it: computed from what is, in words. */

export interface Figures {
  agents: number;
  below: readonly { name: string; effective: string }[];
  clauses: { missing: number; stale: number; soon: number };
  today: { decisions: number; notAllowed: number; ungoverned: number; unpermitted: number };
  /** Whether any pact is live. */
  promised: boolean;
}

const WORDS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");
const inWords = (n: number): string => WORDS[n] ?? String(n);
const clausesOf = (n: number): string => `${inWords(n)} ${n === 1 ? "clause" : "clauses"}`;

function aboutAgents({ agents, below }: Figures): string {
  const n = below.length;
  if (n === 0)
    return agents === 1
      ? "The one agent acts with the authority it was granted"
      : `All ${inWords(agents)} agents act with the authority they were granted`;
  if (agents === 1) return "The one agent acts below the authority it was granted";
  const verb = n === 1 ? "acts below the authority it was granted" : "act below the authority they were granted";
  return `${upperFirst(inWords(n))} of ${inWords(agents)} agents ${verb}`;
}

function aboutClauses({ clauses: { missing, stale, soon } }: Figures): string[] {
  const unproven = missing + stale;
  const now = unproven === 0 ? [] : [`${clausesOf(unproven)} ${unproven === 1 ? "is" : "are"} without fresh evidence`];
  if (soon === 0) return now.length > 0 ? now : ["no clause goes stale within a week"];
  return [
    ...now,
    `${now.length > 0 ? inWords(soon) : clausesOf(soon)} ${soon === 1 ? "goes" : "go"} stale within a week`,
  ];
}

/** Should these agents be trusted with more, or less, today? */
export function overviewSentence(figures: Figures): string {
  if (figures.agents === 0)
    return "Nothing is promised yet: no agent is registered, and every request is outside a pact.";
  if (!figures.promised) {
    const who =
      figures.agents === 1 ? "One agent is registered" : `${upperFirst(inWords(figures.agents))} agents are registered`;
    return `${who}, and no pact is in force yet: every request is outside a pact.`;
  }
  return `${joined([aboutAgents(figures), ...aboutClauses(figures)], ", and ")}.`;
}

/** What happened within a day. */
export function overviewLede({ today }: Figures): string {
  const strays = plural(today.unpermitted, "observed call");
  const ran = today.unpermitted === 0 ? [] : [`${strays} ran without a permit.`];
  if (today.decisions === 0) return ["No decision was asked for in the last 24 hours.", ...ran].join(" ");
  const strict =
    today.notAllowed === 0
      ? "all of them were allowed"
      : `${plural(today.notAllowed, "was", "were")} limited, held or blocked`;
  const asked =
    today.ungoverned === 0 ? [] : [`${plural(today.ungoverned, "request was", "requests were")} outside every pact.`];
  const outside = [...asked, ...ran];
  const said = outside.length > 0 ? outside.join(" ") : "Nothing ran outside a pact.";
  return `Of ${plural(today.decisions, "decision")} in the last 24 hours, ${strict}. ${said}`;
}
