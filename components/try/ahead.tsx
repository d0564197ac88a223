"use client";
import { Mark } from "@/components/trust/mark";
import { Verdict } from "@/components/trust/verdict";
import { absolute, span } from "@/components/trust/words";
import type { Tried } from "@/lib/domain/tried";

const MINUTE = 60_000;

/** The step that holds at an instant, ms. */
export function stepAt({ steps }: Tried, at: number): number {
  const last = steps.findLastIndex(({ decidedAt }) => Date.parse(decidedAt) <= at);
  return Math.max(0, last);
}

const inWords = (ms: number): string => (ms === 0 ? "Now" : `In ${span(ms, true)}`);

type Step = Tried["steps"][number];
type Titles = Record<string, string>;

function named({ pact, clause, trigger, override }: Step["because"][number], titles: Titles): string {
  const reason = clause ? `${titles[`${pact}/${clause}`] ?? clause}: ${trigger}` : trigger;
  return override === null ? reason : `${reason} (overridden)`;
}

/** What a step is for, in a few words: the strongest reason, or that nothing acts. */
function why({ because }: Step, titles: Titles): string {
  const first = because.find(({ override }) => override === null);
  if (first) return named(first, titles);
  return because.length > 0 ? "what acts is overridden" : "every clause that applies is met";
}

/** What time changes at a step: the reasons that come, else those that go, else what the step is for. */
function turn(step: Step, before: Step | undefined, titles: Titles): string {
  const said = ({ because }: Step) => new Set(because.map((one) => named(one, titles)));
  const [was, is] = [before ? said(before) : new Set<string>(), said(step)];
  const come = [...is].filter((one) => !was.has(one));
  const gone = [...was].filter((one) => !is.has(one));
  if (!before || (come.length === 0 && gone.length === 0)) return why(step, titles);
  return come.length > 0 ? come.join(", ") : `no longer ${gone.join(", ")}`;
}

/** Time as a slider, with a mark at each instant at which time alone changes the answer, and those instants as a list. */
export function Ahead({
  tried,
  ahead,
  titles,
  onChange,
}: {
  tried: Tried;
  /** Minutes from now. */
  ahead: number;
  titles: Titles;
  onChange: (minutes: number) => void;
}) {
  const now = Date.parse(tried.now);
  const most = Math.round((Date.parse(tried.until) - now) / MINUTE);
  const current = stepAt(tried, now + ahead * MINUTE);
  const offsets = tried.steps.map(({ decidedAt }) => Math.ceil((Date.parse(decidedAt) - now) / MINUTE));
  const label = inWords(ahead * MINUTE);
  return (
    <div className="mt-3">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor="ahead" className="font-medium">
          {label}
        </label>
        <span className="label">{absolute(now + ahead * MINUTE)}</span>
      </div>
      <div className="relative mt-2">
        <input
          id="ahead"
          type="range"
          min={0}
          max={most}
          step={60}
          value={ahead}
          aria-label="How far ahead the answer is looked at"
          aria-valuetext={label}
          className="block h-6 w-full accent-ink"
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <div aria-hidden="true" className="relative h-2">
          {offsets.slice(1).map((offset, i) => (
            <span
              key={offset}
              data-tone={tried.steps[i + 1]?.verdict}
              className="absolute top-0 h-2 w-0.5 bg-(--c)"
              style={{ left: `calc(8px + (100% - 16px) * ${offset / most})` }}
            />
          ))}
        </div>
      </div>
      {tried.steps.length === 1 ? (
        <p className="label mt-1">
          {tried.steps[0]?.degradedMode
            ? "The database is away: what time makes of it is told when it is back."
            : "Time alone does not change this answer within 90 days."}
        </p>
      ) : (
        <ol className="mt-1 border-t border-line">
          {tried.steps.map((step, i) => (
            <li key={step.decidedAt} className="border-b border-line">
              <button
                type="button"
                aria-current={i === current || undefined}
                className="grid min-h-8 w-full grid-cols-[7.5rem_6.5rem_1fr] items-baseline gap-3 border-l-2 border-transparent py-1 pl-2 text-left hover:bg-sunken aria-[current]:border-ink max-sm:grid-cols-[6rem_1fr]"
                onClick={() => onChange(offsets[i] ?? 0)}
              >
                <span className="text-ink-2">{inWords(Math.max(0, Date.parse(step.decidedAt) - now))}</span>
                <Verdict verdict={step.verdict} permitted={step.permitted} pending={step.verdict === "review"} />
                <span className="min-w-0 truncate text-ink-2 max-sm:col-span-2">
                  {turn(step, tried.steps[i - 1], titles)}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {tried.steps[current]?.warnings.map((warning) => (
        <p key={warning} className="mt-2">
          <Mark tone="degrade">{warning}</Mark>
        </p>
      ))}
    </div>
  );
}
