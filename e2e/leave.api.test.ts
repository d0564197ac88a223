import { afterAll, describe, expect, it } from "vitest";
import { clientsOf } from "./client";
import { newHome, type Started, startSurety } from "./harness";

describe("a server that is told to leave", () => {
  const home = newHome();
  let surety: Started | undefined;
  afterAll(() => surety?.stop());

  it("answers what it took, refuses the rest, and loses nothing acknowledged", async () => {
    surety = await startSurety({ home });
    const as = clientsOf(surety.quickstart);
    const acknowledged = new Set<string>();
    const odd: number[] = [];
    let told: Promise<void> | undefined;
    const ask = async () => {
      for (;;) {
        const answer = await as.service.post("/api/v1/decisions", { agent: "leaver", action: "x.y" }).catch(() => null);
        if (!answer) return; // no longer listening
        if (answer.status === 200) acknowledged.add(answer.body.id);
        else if (answer.status !== 503) odd.push(answer.status);
        if (acknowledged.size > 300) told ??= surety?.stop();
        if (told && answer.status === 503) return;
      }
    };
    await Promise.all(Array.from({ length: 16 }, ask));
    await told;
    expect(odd).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(300);

    surety = await startSurety({ home });
    const again = clientsOf(surety.quickstart);
    const kept = new Set<string>();
    for (let cursor: string | null = ""; cursor !== null; ) {
      const path: string = `/api/v1/decisions?agent=leaver&limit=200${cursor ? `&cursor=${cursor}` : ""}`;
      const page: { items: { id: string }[]; nextCursor: string | null } = await again.auditor.must(
        200,
        again.auditor.get(path),
      );
      for (const { id } of page.items) kept.add(id);
      cursor = page.nextCursor;
    }
    expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
  });
});
