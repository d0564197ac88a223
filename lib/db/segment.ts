import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Answer, DecisionRequest } from "@/lib/domain/decision";

/** A decision as it is kept: what was asked, with every fact, and what was answered. */
export interface DecisionRecord {
  id: string;
  request: DecisionRequest;
  answer: Answer;
  review: { id: string; expiresAt: number } | null;
}

/** The body of a segment: a raw-deflated JSON array of records in id order. */
export function toBody(records: readonly DecisionRecord[], level = 1): Uint8Array<ArrayBuffer> {
  return new Uint8Array(deflateRawSync(JSON.stringify(records), { level }));
}

export function fromBody(body: Uint8Array): DecisionRecord[] {
  return JSON.parse(inflateRawSync(body).toString("utf8")) as DecisionRecord[];
}
