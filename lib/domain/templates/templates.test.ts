import { expect, test } from "vitest";
import { durationMs } from "../duration.ts";
import { parsePactText } from "../parse-pact.ts";
import { holes, warnings } from "../publishable.ts";
import { countVerdicts, sampleRequests } from "../what-if.ts";
import { BLANK, fillTemplate, TEMPLATES, type TemplateNames } from "./index.ts";

const NAMES: TemplateNames = {
  pact: "own-desk",
  title: "Own desk",
  agent: "own-bot",
  workflow: "own-path",
  team: "own-team",
  provider: "Harbour",
  counterparty: "Meridian",
};
const filled = (template: { text: string }, shadow = false) => {
  const parsed = parsePactText(fillTemplate(template, NAMES, shadow), "yaml");
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.document;
};

test("there are at least eight templates, each with a name of its own and a word on when not to use it", () => {
  expect(TEMPLATES.length).toBeGreaterThanOrEqual(8);
  expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
  for (const { notWhen, prepare, summary } of TEMPLATES) {
    expect(notWhen).toMatch(/^Not /);
    expect(Math.min(prepare.length, summary.length)).toBeGreaterThan(30);
  }
});

test.each(TEMPLATES.map((template) => [template.id, template] as const))(
  "%s can be published as it is filled in, and nothing in it is perhaps not meant",
  (_, template) => {
    const document = filled(template);
    expect(document.clauses.length).toBeGreaterThanOrEqual(3);
    expect(holes(document, { teams: new Set(["own-team"]) })).toEqual([]);
    expect(warnings(document)).toEqual([]);
    expect(document.clauses.every(({ owner }) => owner === "own-team")).toBe(true);
    expect([document.agent, document.parties.counterparty, document.mode]).toEqual(["own-bot", "Meridian", "enforce"]);
  },
);

test.each(TEMPLATES.map((template) => [template.id, template] as const))(
  "%s lets some requests through and stops others",
  (_, template) => {
    const document = filled(template);
    const { allow, review, block } = countVerdicts(document, sampleRequests(document), 0);
    expect(allow).toBeGreaterThan(0);
    expect(review + block).toBeGreaterThan(0);
  },
);

test.each(TEMPLATES.map((template) => [template.id, template] as const))(
  "in %s repeated failure can bite at the pace at which it is tested",
  (_, template) => {
    for (const { key, evidence, failures } of filled(template).clauses) {
      if (!evidence || !failures) continue;
      // As many tests as it takes, one a window, lie within the time that they are counted in.
      const spread = (failures.count - 1) * durationMs(evidence.freshness);
      expect(spread, key).toBeLessThanOrEqual(durationMs(failures.within));
    }
  },
);

test.each(TEMPLATES.map((template) => [template.id, template] as const))(
  "what %s is filled in with changes those lines and no other",
  (_, template) => {
    const left = new Set(fillTemplate(template, NAMES).split("\n"));
    const gone = template.text.split("\n").filter((line) => !left.has(line));
    expect(gone.filter((line) => !/^ *(pact|title|agent|workflow|parties|owner):/.test(line))).toEqual([]);
  },
);

test("a template may begin in shadow, and a blank one promises nothing", () => {
  expect(filled(TEMPLATES[0]!, true).mode).toBe("shadow");
  expect(filled({ text: BLANK }).clauses).toEqual([]);
});
