/** Tells a story: scenes, evidence and requests in the order of their instants, through the project's own services. */
import { sequence } from "@/lib/db/ledger";
import { decide } from "@/lib/domain/decide";
import type { Verdict } from "@/lib/domain/decision";
import type { Runtime } from "@/lib/runtime/runtime";
import { recordEvidence } from "@/lib/services/evidence/record";
import { calendarTo } from "./calendar";
import type { StoryClock } from "./clock";
import { type Chance, chance } from "./random";
import { deliveries, toBody } from "./readings";
import { settlement } from "./reviewers";
import { ordinaryScenes, type Scene, type Stage } from "./scenes";
import { specials } from "./specials";
import { type Asked, traffic } from "./traffic";
import { updateScenes } from "./update";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Decisions committed together at most. */
const BATCH = 300;

export interface Told {
  decisions: number;
  verdicts: Record<Verdict, number>;
}

interface Story {
  runtime: Runtime;
  clock: StoryClock;
  stage: Stage;
  organisationId: string;
  end: number;
  chance: Chance;
  told: Told;
  /** What is still to happen, the next one last. */
  scenes: Scene[];
  /** What is still to be asked, the next one last. */
  asked: Asked[];
}

/** The next element at or before `at`, taken off the end. */
function due<T extends { at: number }>(queue: T[], at: number): T | undefined {
  const next = queue.at(-1);
  return next && next.at <= at ? queue.pop() : undefined;
}

const latestFirst = (a: { at: number }, b: { at: number }) => b.at - a.at;

/**
 * Ends of the stretches whose decisions are sealed together: as fine as the charts are that count them, a day at first,
 * half an hour of the last day.
 */
function seals(from: number, end: number): number[] {
  const all: number[] = [];
  for (let at = from; at < end; ) {
    const step = at < end - 8 * DAY ? DAY : at < end - 26 * HOUR ? 3 * HOUR : HOUR / 2;
    at = Math.min(end, (Math.floor(at / step) + 1) * step);
    all.push(at);
  }
  return all;
}

/** Decides a run of requests up to `until`, but no further than the first one that is held: a person comes after it. */
async function ask(story: Story, until: number): Promise<boolean> {
  const { runtime, organisationId, clock, asked, told, scenes } = story;
  const snapshot = await runtime.snapshots.get(organisationId);
  const batch: Asked[] = [];
  for (let held = false; !held && batch.length < BATCH; ) {
    const next = due(asked, until);
    if (!next) break;
    batch.push(next);
    held = decide(snapshot, next.request, next.at).verdict === "review";
  }
  const [first, ...rest] = batch.map(({ at }) => at);
  if (first === undefined) return false;
  clock.follow([first, ...rest]);
  const records = await runtime.recorder.ask(
    organisationId,
    batch.map(({ request }) => request),
  );
  records.forEach((record, i) => {
    told.decisions++;
    told.verdicts[record.answer.verdict]++;
    const scene = batch[i]?.held === "waits" ? null : settlement(record, story.chance, story.end);
    if (scene) scenes.push(scene);
  });
  scenes.sort(latestFirst);
  return true;
}

/** Everything up to an instant, in order. Resolves with whether there was anything. */
async function tellUntil(story: Story, at: number): Promise<boolean> {
  for (let happened = false; ; happened = true) {
    const next = story.scenes.at(-1)?.at ?? Infinity;
    if (await ask(story, Math.min(next, at))) continue;
    const scene = due(story.scenes, at);
    if (!scene) return happened;
    story.clock.goTo(Math.max(scene.at, story.clock.now()));
    await scene.play(story.stage);
  }
}

export interface Telling {
  runtime: Runtime;
  clock: StoryClock;
  stage: Stage;
  organisationId: string;
  /** The story's last instant, ms; nothing of it is later. */
  end: number;
  seed: string;
}

/** Tells it whole. Deterministic: seed and end decide everything but ids. */
export async function tell({ seed, end, ...rest }: Telling): Promise<Told> {
  const calendar = calendarTo(end);
  const sent = deliveries(seed, calendar).map(
    ({ at, readings }): Scene => ({
      at,
      play: ({ service }) => recordEvidence(service, toBody(readings)),
    }),
  );
  const scenes = [...ordinaryScenes(calendar), ...updateScenes(calendar), ...sent];
  const opening = calendar.on(27, "09:00");
  const asked = [...traffic(seed, calendar, opening, end - 4 * MINUTE), ...specials(calendar)];
  const story: Story = {
    ...rest,
    end,
    chance: chance(seed, "reviewers"),
    told: { decisions: 0, verdicts: { allow: 0, degrade: 0, review: 0, block: 0 } },
    scenes: scenes.sort(latestFirst),
    asked: asked.sort(latestFirst),
  };
  const { runtime, clock, organisationId, told } = story;
  for (const at of seals(clock.now(), end)) {
    const happened = await tellUntil(story, at - 1000);
    clock.goTo(at - 1000);
    if (happened) await sequence(runtime.db, organisationId, clock.now(), runtime.ids);
  }
  await runtime.sequencer.settle(organisationId);
  return told;
}
