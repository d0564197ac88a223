import type { Logger } from "pino";
import type { Sessions } from "@/lib/db/client";
import { treeOf } from "@/lib/db/tree";
import { type DueWitness, dueWitnesses, putCosigned, putWitnessProblem } from "@/lib/db/witnesses";
import type { Clock } from "@/lib/domain/identity";
import { COSIGNING_KEY, openNote, parseVerifierKey } from "@/lib/domain/note";
import { addCheckpointBody } from "@/lib/domain/witness";
import { isOwnHouse, postText } from "./outbound";

/** Asks witnesses to cosign signed heads (C2SP tlog-witness). Any node may: a witness takes each head once. */
export interface Witnessing {
  /** Asks every witness that is behind, once. */
  round(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

interface Parts {
  /** Where this installation answers. */
  url: string;
  db: Sessions;
  clock: Clock;
  log: Logger;
  /** ms between rounds */
  every?: number;
}

/** Witnesses asked in one round, and how long each may take, ms. */
const MOST = 100;
const PATIENCE = 5_000;
/** Longest pause after a witness did not cosign, ms: it keeps no other waiting, and is not pressed. */
const LONGEST_REST = 60_000;
/** A cosignature is some hundred characters. */
const LONGEST = 16 * 1024;

/** As C2SP tlog-witness has them. */
const MEANINGS: Record<number, string> = {
  403: ": it does not know the key that signed it",
  404: ": it does not know this log",
  409: ": it has seen another size",
  422: ": the log does not extend what it saw",
};

export function createWitnessing({ db, clock, log, url: own, every = 2_000 }: Parts): Witnessing {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  /** Witnesses that did not cosign: how often in a row, and until when they are left alone, ms. */
  const resting = new Map<string, { times: number; until: number }>();
  const rest = (id: string, why: string | null) => {
    if (why === null) return void resting.delete(id);
    const times = (resting.get(id)?.times ?? 0) + 1;
    resting.set(id, { times, until: clock.now() + Math.min(every * 2 ** times, LONGEST_REST) });
  };
  const round = async (): Promise<void> => {
    const now = clock.now();
    const left = [...resting].filter(([, { until }]) => until > now).map(([id]) => id);
    const due = await dueWitnesses(db, MOST, left);
    await Promise.all(
      due.map(async (witness) => {
        const why = await askFrom(witness, witness.size).catch((error: Error) => reason(error));
        rest(witness.id, why);
        if (why === null || why === witness.problem) return;
        await putWitnessProblem(db, witness, why);
        log.warn({ organisation: witness.organisationId, witness: witness.id, why }, "a witness did not cosign");
      }),
    );
  };
  /** @param old the size that the witness cosigned last, as far as is known @returns why it did not cosign; null: it did */
  const askFrom = async (witness: DueWitness, old: number, again = true): Promise<string | null> => {
    const { organisationId, url, signedSize, note, key } = witness;
    const proof =
      old === 0 ? [] : await db.session((session) => treeOf(session, organisationId, signedSize).consistency(old));
    const { status, body } = await postText(`${url}/add-checkpoint`, addCheckpointBody(old, proof, note), {
      allowsPrivate: isOwnHouse(own),
      patience: PATIENCE,
      longest: LONGEST,
    });
    if (status === 409 && again && /^\d{1,15}\n$/.test(body)) {
      const cosigned = Number(body);
      if (cosigned > signedSize) return `it has seen ${cosigned} entries, more than the ${signedSize} that are signed`;
      if (cosigned !== old) return askFrom(witness, cosigned, false);
    }
    // Not what it answered: that may be anybody's.
    if (status !== 200) return `it answered ${status}${MEANINGS[status] ?? ""}`;
    const line = ownLine(note, body, key);
    if (line === null) return "its cosignature does not verify with its key";
    await putCosigned(db, witness, signedSize, note + line, clock.now());
    return null;
  };
  const tick = () => {
    running = round().catch((error: unknown) => log.warn({ err: error }, "witnesses could not be asked"));
    void running.then(() => {
      if (timer) timer = setTimeout(tick, every).unref();
    });
  };
  return {
    round,
    start() {
      timer = setTimeout(tick, every).unref();
    },
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
  };
}

/** The line of the answer that this key made of the checkpoint; null where there is none that holds. */
function ownLine(note: string, answer: string, vkey: string): string | null {
  const key = parseVerifierKey(vkey);
  for (const line of answer.split("\n")) {
    if (line === "" || key.type !== COSIGNING_KEY) continue;
    try {
      openNote(`${note}${line}\n`, [key]);
      return `${line}\n`;
    } catch {
      // Another key's, or none: it is left aside, as the format asks.
    }
  }
  return null;
}

function reason({ name, message }: Error): string {
  if (name === "TimeoutError" || name === "AbortError") return "it did not answer in time";
  return /not allowed/.test(message) ? "its address lies in a private network" : "it could not be reached";
}
