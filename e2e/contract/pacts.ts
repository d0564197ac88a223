import { describe, expect, it } from "vitest";
import { publishPact } from "../client";
import { pactOf } from "../furnished";
import { as, type Document, problem, stage } from "./stage";

describe("pacts", () => {
  it("go in as YAML and come out as the same document; the same again changes nothing", async () => {
    const { path, pact, agent } = await stage();
    const yaml = { accept: "application/yaml" };
    const exported = await as.auditor.get(path, yaml);
    expect(exported.headers.get("content-type")).toMatch(/^application\/yaml/);
    const live = await as.auditor.must(200, as.auditor.get(path));
    const save = (text: string) => as.author.send("PUT", path, text, { "content-type": "application/yaml" });
    for (const text of [exported.text, `# a comment\n${exported.text}`, JSON.stringify(pactOf(pact, agent))]) {
      const saved = await as.author.must(200, save(text));
      expect(saved).toMatchObject({ pact, version: 1, hash: live.hash, state: "live" });
    }
    expect(await as.auditor.must(200, as.auditor.get(path))).toEqual(live);
    expect(problem(422, await save(`${exported.text}tilte: x\n`)).paths).toEqual(["tilte"]);
    problem(422, await save("a: [1"));
    problem(422, await save(`${exported.text}title: twice\n`));
    problem(400, await as.author.send("PUT", path, exported.text, { "content-type": "text/plain" }));
    const other = { ...pactOf(pact, agent), pact: "another-name" };
    expect(problem(422, await as.author.put(path, other)).paths).toEqual(["pact"]);
  });

  it("are published only with an approval, of that very hash, by somebody who did not write them", async () => {
    const { path, document } = await stage();
    const draft = { ...document, title: "Second" };
    const { hash, version, state } = await as.author.must(200, as.author.put(path, draft));
    expect({ version, state }).toEqual({ version: 2, state: "draft" });
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    problem(409, await as.approver.post(`${path}/approve`, { hash }));
    await as.author.must(200, as.author.post(`${path}/submit`, { hash }));
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    problem(403, await as.author.post(`${path}/approve`, { hash }));
    await as.approver.must(200, as.approver.post(`${path}/approve`, { hash }));
    const edited = await as.author.must(200, as.author.put(path, { ...draft, title: "Third" }));
    expect(edited.state).toBe("draft");
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    await as.author.must(200, as.author.put(path, draft)); // the same words as approved, but approved no more
    await as.author.must(200, as.author.post(`${path}/submit`, { hash }));
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    await as.approver2.must(200, as.approver2.post(`${path}/approve`, { hash }));
    await as.author.must(200, as.author.post(`${path}/publish`, { hash }));
    const own = await as.owner.must(200, as.owner.put(path, { ...draft, title: "By the owner" }));
    await as.owner.must(200, as.owner.post(`${path}/submit`, { hash: own.hash }));
    problem(403, await as.owner.post(`${path}/approve`, { hash: own.hash }));
  });

  it("that are live never change: a new content is a new version, and the old one can still be read", async () => {
    const { path, document, hash } = await stage();
    await publishPact(as, { ...document, title: "Second" });
    const first = await as.auditor.must(200, as.auditor.get(`${path}?version=1`));
    expect(first).toMatchObject({ hash, state: "superseded", document: { title: "Refund desk" } });
    const second = await as.auditor.must(200, as.auditor.get(path));
    expect(second).toMatchObject({ version: 2, state: "live", document: { title: "Second" } });
    expect(second.approvals).toMatchObject([{ counts: true }]);
    problem(409, await as.author.post(`${path}/publish`, { hash }));
    problem(409, await as.author.post(`${path}/publish`, { hash: second.hash }));
    problem(404, await as.auditor.get(`${path}?version=9`));
  });

  it("with a signal that has no response, or an owner that is no team, have one error per hole", async () => {
    const { path, document } = await stage();
    const [first, second] = document.clauses as [Document["clauses"][0], Document["clauses"][0]];
    const clauses = [
      { ...first, on: { incident: "block" } },
      { ...second, owner: "no-such-team" },
    ];
    const { hash, holes } = await as.author.must(200, as.author.put(path, { ...document, clauses }));
    const paths = ["clauses[0].on.violation", "clauses[0].on.missing", "clauses[0].on.stale", "clauses[0].on.drift"];
    expect(holes.map((one: { path: string }) => one.path)).toEqual([...paths, "clauses[1].owner"]);
    await as.author.must(200, as.author.post(`${path}/submit`, { hash }));
    await as.approver.must(200, as.approver.post(`${path}/approve`, { hash }));
    expect(problem(422, await as.author.post(`${path}/publish`, { hash })).paths).toEqual([
      ...paths,
      "clauses[1].owner",
    ]);
    expect((await as.auditor.get(path)).body).toMatchObject({ version: 1, state: "live" });
  });

  it("are compared clause by clause", async () => {
    const { path, document } = await stage();
    const [first, second] = document.clauses as [Document["clauses"][0], Document["clauses"][0]];
    const evidence = { method: "eval", target: 0.95, freshness: "P7D" };
    const clauses = [
      { ...first, evidence },
      { ...second, key: "reads-less" },
    ];
    await publishPact(as, { ...document, clauses });
    const diff = await as.auditor.must(200, as.auditor.get(`${path}/diff?from=1&to=2`));
    const changes = diff.clauses.map(({ clause, change }: { clause: string; change: string }) => [clause, change]);
    expect(Object.fromEntries(changes)).toEqual({ cites: "tightened", reads: "removed", "reads-less": "added" });
    const back = await as.auditor.must(200, as.auditor.get(`${path}/diff?from=2&to=1`));
    expect(back.clauses.find(({ clause }: { clause: string }) => clause === "cites").change).toBe("loosened");
    problem(404, await as.auditor.get(`${path}/diff?from=1&to=9`));
  });
});
