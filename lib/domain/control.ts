/** Control references: what of a framework a clause answers to, as its author gives it. */
import { z } from "zod";
import { slug, text } from "./fields.ts";

/** Frameworks that are offered; an author may name others. */
export const FRAMEWORKS = ["ISO 42001", "SOC 2", "EU AI Act"] as const;

const reference = z.strictObject({ framework: text(100), reference: text(200) });
/** Such as { framework: "EU AI Act", reference: "Art. 14" }. */
export type ControlReference = z.output<typeof reference>;

/** References of a pact, by clause key. A clause that is left out keeps none. */
export const controlReferences = z.record(
  slug,
  z
    .array(reference, { error: "must be a list of references, each with framework and reference" })
    .max(20, { error: "must name at most 20 references" })
    .refine((all) => new Set(all.map(sayControl)).size === all.length, { error: "must not name a reference twice" }),
  { error: "must be clause keys, each with a list of references" },
);

/** "EU AI Act: Art. 14" */
export const sayControl = ({ framework, reference: of }: ControlReference): string => `${framework}: ${of}`;

/** "EU AI Act: Art. 14; SOC 2: CC7.2", as a line of a form; what has no colon is refused by the schema. */
export const writeControls = (all: readonly ControlReference[]): string => all.map(sayControl).join("; ");

/** The other way round. */
export function readControls(line: string): ControlReference[] {
  return line
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [framework = "", ...rest] = part.split(":");
      return { framework: framework.trim(), reference: rest.join(":").trim() };
    });
}
