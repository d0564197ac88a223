import { pageOf } from "./frame";

/** What the page that verifies a report is told. */
export interface VerifyDesk {
  /** Of the report, without a slash at its end. */
  address: string;
  /** Its pact, where the link opens several. */
  pact: string | null;
  audience: string;
  /** The log's name in its checkpoints. */
  origin: string;
  /** Verifier key line of the log, as this server says it. */
  key: string | null;
  /** What vouches for the key outside of this server. */
  pins: React.ReactNode;
}

/** Where the program of the page is. */
export const PROGRAM = "/r/verify.js";

/** Verifies a report in the reader's browser; says how to do it without one. Complete without its script, but for the button. */
export function verifyPage({ address, pact, audience, origin, key, pins }: VerifyDesk): Promise<string> {
  const query = pact === null ? "" : `?pact=${pact}`;
  return pageOf(
    "Verify this report",
    <main className="doc">
      <div className="mast">
        <b>Surety</b>
        <p>For {audience}</p>
      </div>
      <p className="kind">
        <a href={`${address}${query}`}>Trust report</a>
      </p>
      <h1>Verify this report</h1>
      <p className="cover">
        What the report rests on is checked by the reader: that the ledger’s key signed it, that its entries stand in
        the ledger, and that the ledger extends what was seen before.
      </p>
      <noscript>
        <p className="lede">This browser runs no scripts: check the file by the command below.</p>
      </noscript>
      <section id="desk" hidden data-origin={origin} data-bundle={`${address}/bundle.json${query}`}>
        <h2>In this browser</h2>
        <p className="note">
          The program is the one of the command line. It asks this server for the bundle, and nobody for anything else;
          it keeps the newest head that it saw in this browser, and refuses a ledger that does not extend it.
        </p>
        <div className="desk">
          <div>
            <label htmlFor="key">Key of the ledger, from where you pinned it (optional)</label>
            <input id="key" className="mono wide" autoComplete="off" spellCheck={false} />
          </div>
          <button type="button" id="verify">
            Verify this report
          </button>
          <div>
            <label htmlFor="file">Or a file that you kept (bundle.json, report.html, a receipt)</label>
            <input id="file" type="file" accept=".json,.html" />
          </div>
        </div>
        <div id="said" role="status" aria-live="polite" />
      </section>
      <h2>By a command</h2>
      <p className="note">
        Download <a href={`${address}/bundle.json${query}`}>bundle.json</a> or{" "}
        <a href={`${address}/report.html${query}`}>the one file to keep</a>, then, without asking us anything:
      </p>
      <pre>{`npm run surety -- verify bundle.json${key === null ? "" : ` --key "${key}"`}`}</pre>
      <p className="note">
        With tools that nobody here wrote: <a href="/reference/verify">how to</a>.
      </p>
      <h2>Whose key it is</h2>
      <p className="note">
        A server that would deceive could name another key. Compare it with one that this server does not hold.
      </p>
      <pre>{key ?? "The ledger has no key yet."}</pre>
      {pins}
      <h2>What it does not prove</h2>
      <p className="note">
        That the agent behaves well where nobody tests or observes it, or that a source of evidence tells the truth. It
        proves what was promised, tested, decided and written down, and when.
      </p>
    </main>,
    PROGRAM,
  );
}
