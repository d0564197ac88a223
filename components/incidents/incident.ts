import { plural } from "@/components/trust/words";

/** The page's answer: what is open. */
export function incidentsSentence(open: number, gravest: string | null): string {
  if (open === 0) return "No incident is open.";
  return `${plural(open, "incident is", "incidents are")} open, the gravest ${gravest}.`;
}
