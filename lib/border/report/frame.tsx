import { runtime } from "@/lib/runtime/runtime";
import { STYLE } from "./style";

/** A page of ours with nothing from elsewhere. @param script the address of its one script, where it has one; @param more styles beside the report's */
export async function pageOf(title: string, body: React.ReactNode, script?: string, more = ""): Promise<string> {
  // At first need: Next, which mounts the same routes, may not load it with them.
  const { renderToStaticMarkup } = await import("react-dom/server");
  const html = renderToStaticMarkup(
    <html lang="en-GB" style={{ "--origin": JSON.stringify(runtime().url) } as React.CSSProperties}>
      {/** biome-ignore lint/style/noHeadElement: no page of Next */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex,nofollow" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        {/** biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, and a style is no text to escape */}
        <style dangerouslySetInnerHTML={{ __html: STYLE + more }} />
        {script === undefined ? null : <script type="module" src={script} />}
      </head>
      <body>{body}</body>
    </html>,
  );
  return `<!doctype html>${html}`;
}

/** Asks for the passcode of a link; says no more of what is behind it. @param address of the report, which the form goes to */
export function passcodePage(state: "passcode" | "locked" | "wrong", address: string): Promise<string> {
  return pageOf(
    "Passcode",
    <main className="doc">
      <div className="mast">
        <b>Surety</b>
      </div>
      <h1 style={{ marginTop: 32 }}>This report asks for a passcode</h1>
      {state === "locked" ? (
        <p className="lede" role="alert">
          Too many wrong passcodes. It opens again in a quarter of an hour at most.
        </p>
      ) : (
        <form method="post" action={address}>
          <div>
            <label htmlFor="passcode">Passcode</label>
            <input id="passcode" name="passcode" type="password" autoComplete="off" required />
          </div>
          <button type="submit">Open the report</button>
        </form>
      )}
      {state === "wrong" ? (
        <p className="lede" role="alert">
          That is not the passcode. Whoever sent you the link knows it.
        </p>
      ) : null}
    </main>,
  );
}

/**
 * Asks who reads a link for named recipients: an address first, then the code that was mailed to it. Every address is
 * answered alike. @param typed the address, once it was given
 */
export function recipientPage(state: "address" | "code" | "wrong", address: string, typed = ""): Promise<string> {
  return pageOf(
    "Who reads this report",
    <main className="doc">
      <div className="mast">
        <b>Surety</b>
      </div>
      <h1 style={{ marginTop: 32 }}>This report is for named readers</h1>
      {state === "address" ? (
        <>
          <p className="lede">Give the address at which you were named. A code is mailed to it.</p>
          <form method="post" action={address}>
            <div>
              <label htmlFor="email">Your e-mail</label>
              <input id="email" name="email" type="email" autoComplete="email" maxLength={254} required />
            </div>
            <button type="submit">Mail me a code</button>
          </form>
        </>
      ) : (
        <>
          {state === "wrong" ? (
            <p className="lede" role="alert">
              That is not the code, or its time is over. After five wrong codes there is none for a quarter of an hour.
            </p>
          ) : (
            <p className="lede" role="status">
              If {typed} is named for this report, a code is on its way there. It opens the report for ten minutes.
            </p>
          )}
          <form method="post" action={address}>
            <input type="hidden" name="email" value={typed} />
            <div>
              <label htmlFor="code">Code of six digits</label>
              <input
                id="code"
                name="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                pattern="[0-9 ]{6,7}"
                maxLength={7}
                required
              />
            </div>
            <button type="submit">Open the report</button>
          </form>
          <p className="lede">
            <a href={address}>Another address, or another code</a>
          </p>
        </>
      )}
    </main>,
  );
}

/** What every link looks like that opens nothing: unknown, over or revoked. */
export function nothingPage(): Promise<string> {
  return pageOf(
    "Not found",
    <main className="doc">
      <div className="mast">
        <b>Surety</b>
      </div>
      <h1 style={{ marginTop: 32 }}>There is nothing here</h1>
      <p className="lede">The link is not whole, or no longer opens anything. Ask whoever sent it for another.</p>
    </main>,
  );
}
