import { conflict, isSuretyError, SuretyError } from "@/lib/domain/errors";
import { fieldErrors } from "@/lib/domain/fields";
import type { Actor } from "@/lib/domain/roles";
import { upperFirst } from "@/lib/domain/text";
import { examineEvidence, recordEvidence } from "@/lib/services/evidence/record";
import { type EvidenceInput, evidenceItem, MOST_RECORDS } from "@/lib/services/evidence/shared-input";
import { firstAnswer, hashedCall, keepAnswer } from "@/lib/services/idempotent";
import { parseJson } from "../body";
import { reply, type StreamCall } from "../route";
import { lineRefused, type Spooled, spooled } from "../spool";

export const NDJSON = ["application/x-ndjson", "application/ndjson", "application/jsonl"] as const;
const CALL = "POST /api/v1/evidence";

/** What a stream came to. */
interface Streamed {
  recorded: number;
  /** Of every record, in order; null where there are more than an array could have held. */
  items: unknown[] | null;
}

/** Lines that belong together, and what they say. */
interface Portion {
  numbers: number[];
  items: unknown[];
}

/**
 * Takes in evidence line by line, of any length: all of it is read and examined before the first record is stored. With an
 * Idempotency-Key a stream whose answer was lost is sent again, and goes on where it was.
 */
export function streamEvidence({ actor, request, key }: StreamCall): Promise<unknown> {
  return spooled(request.stream, async (body) => {
    const call = key === undefined ? undefined : { key, call: CALL, bodyHash: body.hash };
    const whole = call && hashedCall(actor, call, (response) => ({ status: 201, response }));
    const first = whole && (await firstAnswer(actor, whole));
    if (first) return reply({ status: 201, json: first.response, headers: { "idempotent-replayed": "true" } });
    for await (const portion of portionsOf(body)) await examine(actor, portion);
    const result: Streamed = { recorded: 0, items: [] };
    let part = 0;
    for await (const { items, numbers } of portionsOf(body)) {
      part++;
      const own = call && hashedCall(actor, { ...call, part }, (response) => ({ status: 201, response }));
      const kept = own && (await firstAnswer(actor, own));
      const stored = kept
        ? (kept.response as { items: unknown[] })
        : await recordEvidence(actor, items as EvidenceInput[], { idempotent: own }).then(
            (done) => done.result as { items: unknown[] },
            (error: unknown) => Promise.reject(partly(error, numbers, result.recorded)),
          );
      result.recorded += stored.items.length;
      result.items = result.items && result.recorded <= MOST_RECORDS ? [...result.items, ...stored.items] : null;
    }
    if (whole) await keepAnswer(actor, whole, result);
    return reply({ status: 201, json: result });
  });
}

async function* portionsOf(body: Spooled): AsyncGenerator<Portion> {
  let portion: Portion = { numbers: [], items: [] };
  let any = false;
  for await (const { number, text } of body.lines()) {
    any = true;
    portion.numbers.push(number);
    portion.items.push(readLine(number, text));
    if (portion.items.length < MOST_RECORDS) continue;
    yield portion;
    portion = { numbers: [], items: [] };
  }
  if (!any) throw new SuretyError("malformed", "The stream holds no line. Send one record a line.");
  if (portion.items.length > 0) yield portion;
}

function readLine(number: number, text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw lineRefused(number, isSuretyError(error) ? `cannot be read: ${error.message}` : "is not JSON");
  }
}

async function examine(actor: Actor, { numbers, items }: Portion): Promise<void> {
  const records = items.map((item, index) => {
    const parsed = evidenceItem.safeParse(item, { reportInput: true });
    if (parsed.success) return parsed.data;
    const [first] = fieldErrors(parsed.error.issues);
    throw lineRefused(numbers[index] as number, `is refused: ${first?.path ?? "it"} ${first?.message ?? "is wrong"}`);
  });
  await examineEvidence(actor, records).catch((error: unknown) => {
    throw named(error, numbers, "Nothing was recorded.");
  });
}

/** The error of an array as that of its lines. */
function named(error: unknown, numbers: readonly number[], ending: string): unknown {
  if (!isSuretyError(error) || error.errors.length === 0) return error;
  const errors = error.errors.map(({ path, message }) => {
    const [index = "0", ...field] = path.split(".");
    return { path: `line ${numbers[Number(index)]}`, message: `${field.join(".")} ${message}` };
  });
  const [first] = errors;
  return new SuretyError(error.kind, `${upperFirst(first?.path ?? "a line")}: ${first?.message}. ${ending}`, {
    errors,
  });
}

/** Something changed between examining and recording: what stands, and how to go on. */
function partly(error: unknown, numbers: readonly number[], recorded: number): unknown {
  if ((error as { keyClash?: boolean }).keyClash)
    return conflict("A request with this Idempotency-Key is under way. Ask again.", "idempotency_conflict");
  const before = `The ${recorded} records before line ${numbers[0]} are recorded: send the rest, or all of it with the same Idempotency-Key.`;
  const ending = recorded === 0 ? "Nothing was recorded." : before;
  const known = named(error, numbers, ending);
  if (known !== error || !isSuretyError(error)) return known;
  return new SuretyError(error.kind, `${error.message} ${ending}`, { retryAfter: error.retryAfter, code: error.code });
}
