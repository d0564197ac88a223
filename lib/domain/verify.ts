/**
 * The one verifier, in Node and in the browser: of bundles and receipts. It relies on nothing but the file, the keys that
 * its reader pinned, and the newest head that they saw before.
 */
import { BUNDLE, type Bundle, verifyBundle } from "./bundle.ts";
import { NoteError } from "./note.ts";
import { RECEIPT, type Receipt } from "./receipt.ts";
import { type Reader, type Verified, VerifyError } from "./verify-parts.ts";
import { verifyReceipt } from "./verify-receipt.ts";

/** The bundle inside a report that was kept as one HTML file: in `<script type="application/json" id="surety-bundle">`. */
const EMBEDDED = /<script type="application\/json" id="surety-bundle">([\s\S]*?)<\/script>/;

/** @param file the text of a bundle, a receipt, or a kept report @throws VerifyError where it does not hold, and why */
export function verifyFile(file: string, reader: Reader = {}): Verified {
  let value: { format?: unknown } | null;
  try {
    value = JSON.parse(EMBEDDED.exec(file)?.[1] ?? file);
  } catch {
    throw new VerifyError("the file is not JSON, or was cut short");
  }
  try {
    if (value?.format === BUNDLE) return verifyBundle(value as Bundle, reader);
    if (value?.format === RECEIPT) return verifyReceipt(value as Receipt, reader);
  } catch (error) {
    if (error instanceof VerifyError) throw error;
    if (error instanceof NoteError) throw new VerifyError(`the checkpoint or a key: ${error.message}`);
    throw new VerifyError("the file does not have the shape that its format asks for");
  }
  throw new VerifyError(`the file is neither a bundle (${BUNDLE}) nor a receipt (${RECEIPT})`);
}
