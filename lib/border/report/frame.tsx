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
