import { canonicalJson } from "@/lib/domain/canonical";
import { diffLines } from "@/lib/domain/line-diff";
import type { PactDocument } from "@/lib/domain/pact";

const SIGNS = { same: " ", removed: "−", added: "+" } as const;
const SAID = { same: "", removed: "removed: ", added: "added: " } as const;

/** In the order of the canonical form, spread over lines so that it can be read. */
const canonicalLines = (value: unknown) => JSON.stringify(JSON.parse(canonicalJson(value)), null, 2).split("\n");

/** Two versions as the data that their hashes are over: terms and each clause by itself, what is equal folded. */
export function DataDiff({ before, after }: { before: PactDocument; after: PactDocument }) {
  const parts = partsOf(before, after).map(({ name, was, is }) => ({ name, lines: diffLines(was, is) }));
  const changed = parts.filter(({ lines }) => lines.some(({ kind }) => kind !== "same"));
  const equal = parts.filter((part) => !changed.includes(part)).map(({ name }) => name);
  return (
    <div className="sheet text-sm">
      {changed.length === 0 ? <p className="recital text-ink-3">Their data is the same.</p> : null}
      {changed.map(({ name, lines }) => (
        <section key={name} className="mb-6" aria-label={`${name}, as data`}>
          <h2 className="mono mb-1 font-medium">{name}</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <div className="lines" tabIndex={0}>
            {lines.map(({ kind, text }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
              <div key={at} data-kind={kind}>
                <span aria-hidden="true">{SIGNS[kind]}</span>
                <span className="sr-only">{SAID[kind]}</span>
                {text}
              </div>
            ))}
          </div>
        </section>
      ))}
      {equal.length > 0 ? <p className="label">The same in both: {equal.join(", ")}.</p> : null}
    </div>
  );
}

interface DataPart {
  name: string;
  was: string[];
  is: string[];
}

/** The terms, then the clauses by their keys, in the order of the newer version; removed ones last. */
function partsOf(before: PactDocument, after: PactDocument): DataPart[] {
  const { clauses: own, ...terms } = after;
  const { clauses: others, ...earlier } = before;
  const keys = [...new Set([...own, ...others].map(({ key }) => key))];
  const linesOf = (clauses: PactDocument["clauses"], key: string) => {
    const clause = clauses.find((one) => one.key === key);
    return clause ? canonicalLines(clause) : [];
  };
  return [
    { name: "terms", was: canonicalLines(earlier), is: canonicalLines(terms) },
    ...keys.map((key) => ({ name: key, was: linesOf(others, key), is: linesOf(own, key) })),
  ];
}
