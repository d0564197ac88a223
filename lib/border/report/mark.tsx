import { dateline } from "@/lib/domain/report";

/** Who reads, and when. */
export interface Mark {
  /** Their address, where the link names its readers. */
  recipient: string | null;
  /** Who the link was given to. */
  audience: string;
  /** ms */
  at: number;
}

/** "jane@globex.example, Globex Retail" */
const readerOf = ({ recipient, audience }: Mark) => (recipient === null ? audience : `${recipient}, ${audience}`);

/** Lies across the page, on screen and on each sheet of paper: a copy says whose it was. */
export function Watermark({ mark }: { mark: Mark }) {
  const line = `${readerOf(mark)} · ${dateline(mark.at)}`;
  return (
    <div className="mark" aria-hidden="true">
      <span>{line}</span>
      <span>{line}</span>
      <span>{line}</span>
    </div>
  );
}

/** The same, to be read. */
export const ReadBy = ({ mark }: { mark: Mark }) => (
  <>
    Read by {readerOf(mark)}, {dateline(mark.at)}
  </>
);
