import { expect, test } from "vitest";
import { EVENT_KINDS } from "./event-kinds.ts";
import { NEWS_KINDS, reportNews } from "./report-news.ts";

const link = {
  report: "rpt_01…",
  pacts: [
    {
      ...{ slug: "refunds", title: "Refund desk", agent: "refund-bot", workflow: "refunds" },
      clauses: new Map([["cites-policy", "Cites the policy"]]),
    },
  ],
};
const kinds = Object.entries(EVENT_KINDS);

test("each kind of news is one that is posted, and a sentence", () => {
  for (const kind of NEWS_KINDS) {
    const { data } = EVENT_KINDS[kind as keyof typeof EVENT_KINDS];
    const news = reportNews(link, { kind, payload: data });
    expect(news?.says, kind).toMatch(/^[A-Z“a-z][^<>{}]+\.$/);
    expect(news?.says).not.toMatch(/undefined|null|NaN/);
  }
});

test("news say nothing of what an author may leave out, whatever an event carries", () => {
  const secret = "SECRET";
  for (const [kind, { data }] of kinds) {
    const names = new Set(["pact", "agent", "clause", "workflow", "report"]);
    const payload = Object.fromEntries(
      Object.entries(data as Record<string, unknown>).map(([name, value]) => [name, names.has(name) ? value : secret]),
    );
    expect(reportNews(link, { kind, payload })?.says ?? "").not.toContain(secret);
  }
});

test("what concerns another pact, agent, workflow or link is no news of this one", () => {
  for (const [kind, { data }] of kinds) {
    const payload = { ...data, pact: "other", agent: "other-bot", report: "rpt_02" };
    expect(reportNews(link, { kind, payload }), kind).toBeNull();
  }
  const elsewhere = { agent: "refund-bot", workflow: "other", level: "limited" };
  expect(reportNews(link, { kind: "grant.lowered", payload: elsewhere })).toBeNull();
});
