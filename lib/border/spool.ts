import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SuretyError } from "@/lib/domain/errors";

/** A body of any length, kept on disk while it is worked through. */
export interface Spooled {
  /** SHA-256 of all of it, hex. */
  hash: string;
  /** Its lines that are not blank, with their numbers from 1. @throws SuretyError invalid for a line that is too long */
  lines(): AsyncGenerator<{ number: number; text: string }>;
}

/** Of one line, bytes: a signed record with thousands of cases fits. */
const LONGEST_LINE = 1024 * 1024;
const NEWLINE = 10;

/**
 * Writes a stream to disk, lets `work` read it as often as it likes, and takes it away again.
 * @throws SuretyError malformed where the stream breaks off: what was sent so far is forgotten
 */
export async function spooled<T>(stream: AsyncIterable<Uint8Array>, work: (body: Spooled) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "surety-stream-"));
  try {
    const file = join(folder, "body");
    const digest = createHash("sha256");
    const hashing = new Transform({
      transform(portion, _, done) {
        digest.update(portion);
        done(null, portion);
      },
    });
    await pipeline(stream, hashing, createWriteStream(file, { mode: 0o600 })).catch((error: unknown) => {
      const { code } = error as { code?: string };
      if (code === "ENOSPC") throw new SuretyError("unavailable", "There is no room for this stream at the moment.");
      throw new SuretyError("malformed", "The stream broke off before its end. Nothing was recorded; send it again.");
    });
    return await work({ hash: digest.digest("hex"), lines: () => linesOf(file) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* linesOf(file: string): AsyncGenerator<{ number: number; text: string }> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const portion of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, portion]) : portion;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE)) {
      number++;
      const text = textOf(bytes.subarray(0, at), number);
      if (text !== "") yield { number, text };
      bytes = bytes.subarray(at + 1);
    }
    if (bytes.length > LONGEST_LINE) throw lineRefused(number + 1, "is longer than 1 MB");
    rest = bytes;
  }
  const text = textOf(rest, ++number);
  if (text !== "") yield { number, text };
}

function textOf(bytes: Buffer, number: number): string {
  if (bytes.length > LONGEST_LINE) throw lineRefused(number, "is longer than 1 MB");
  return bytes.toString("utf8").trim();
}

/** A line that is refused, and with it the whole stream. */
export const lineRefused = (number: number, message: string): SuretyError =>
  new SuretyError("invalid", `Line ${number} ${message}. Nothing was recorded.`, {
    errors: [{ path: `line ${number}`, message }],
  });
