import type { Report } from "@/lib/domain/report";
import type { Refused } from "./form";
import type { Mark } from "./mark";
import { sayPins } from "./pins";

/** What the page of a report leads to. */
export interface Links {
  /** Of the report, without a slash at its end; null: the page is a file that is kept. */
  address: string | null;
  /** The pact shown, where the link opens several. */
  pact: string | null;
  mark: Mark;
  /** The checkpoint, as a signed note. */
  checkpoint: string | null;
  lastVisit: { at: number; size: number } | null;
  /** Whether this installation sends mail. */
  mails: boolean;
  /** What a form of the page did, said to who sent it. */
  done: React.ReactNode;
  refused: Refused | null;
}

/** An address beneath a report's link that speaks of the same pact. @param path with its slash; "": the report */
export const to = ({ address, pact }: Pick<Links, "address" | "pact">, path: string): string =>
  `${address ?? ""}${path}${pact === null ? "" : `?pact=${pact}`}`;

/** How a reader checks the report without us, and takes it along. */
export function Check({ report: { asOf, organisation, key }, links }: { report: Report; links: Links }) {
  const { address, checkpoint, lastVisit } = links;
  return (
    <>
      <h2>Check it yourself</h2>
      <div className="two">
        <div>
          <p>
            What is numbered above is an entry in an append-only ledger of {organisation}. The signed checkpoint beside
            this text fixes its first {asOf?.size.toLocaleString("en-GB") ?? 0} entries.
          </p>
          {lastVisit ? (
            <p>
              Your last visit was at {lastVisit.size.toLocaleString("en-GB")} entries: ask for the bundle, or the file
              to keep, with <span className="mono">?since={lastVisit.size}</span>, and it shows that nothing of them was
              rewritten.
            </p>
          ) : null}
          <p>{sayPins(key)}</p>
          {address === null ? null : <Ways links={links} />}
          <p className="mono">npm run surety -- verify bundle.json</p>
          <p>
            What this does not prove: that the agent behaves well where nobody tests or observes it, or that a source of
            evidence tells the truth. It proves what was promised, tested, decided and written down, and when. It is not
            a financial guarantee.
          </p>
        </div>
        {checkpoint ? <pre>{checkpoint}</pre> : <p>The ledger has no signed head yet.</p>}
      </div>
    </>
  );
}

function Ways({ links }: { links: Links }) {
  return (
    <>
      <p>
        <a className="act" href={to(links, "/verify")}>
          Verify this report
        </a>
      </p>
      <p>
        <a href={to(links, "/answers")}>Answer sheet</a> ·{" "}
        <a href={to(links, "/compare")}>Compare with an earlier day</a>
      </p>
      <p>
        <a href={to(links, "/report.json")}>report.json</a> · <a href={to(links, "/bundle.json")}>bundle.json</a> ·{" "}
        <a href={to(links, "/report.csv")}>report.csv</a> · <a href={to(links, "/report.html")}>one file to keep</a>
      </p>
    </>
  );
}
