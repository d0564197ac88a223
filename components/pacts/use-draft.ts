"use client";
import { useDeferredValue, useMemo } from "react";
import type { PactDocument } from "@/lib/domain/pact";
import { linesOf } from "@/lib/domain/pact-lines";
import { parsePactText } from "@/lib/domain/parse-pact";
import { holes, warnings } from "@/lib/domain/publishable";

/** Something said of the text: an error keeps it from being a pact, a hole from being published; a warning is perhaps meant. */
export interface Remark {
  kind: "error" | "hole" | "warning";
  path: string;
  message: string;
  /** From 1. */
  line: number;
}

export interface Draft {
  /** The text that was judged; it follows the text that is typed. */
  text: string;
  format: "yaml" | "json";
  document: PactDocument | null;
  remarks: Remark[];
}

/** What an organisation has of that which a document names. */
export interface Known {
  teams: readonly string[];
  agents: readonly string[];
}

/** YAML 1.2 reads JSON too; who writes JSON is told JSON's errors. */
export const formatOf = (text: string): Draft["format"] => (text.trimStart().startsWith("{") ? "json" : "yaml");

/** Judges a text as the server will, here in the browser. */
export function judge(text: string, known: Known): Draft {
  const format = formatOf(text);
  if (text.trim() === "") return { text, format, document: null, remarks: [] };
  const parsed = parsePactText(text, format);
  if (!parsed.ok) return { text, format, document: null, remarks: remarksOf(text, "error", parsed.errors) };
  const { document } = parsed;
  const unknownAgent = known.agents.includes(document.agent)
    ? []
    : [{ path: "agent", message: `there is no agent "${document.agent}" yet; register it before publishing` }];
  return {
    text,
    format,
    document,
    remarks: [
      ...remarksOf(text, "hole", [...unknownAgent, ...holes(document, { teams: new Set(known.teams) })]),
      ...remarksOf(text, "warning", warnings(document)),
    ],
  };
}

function remarksOf(text: string, kind: Remark["kind"], found: readonly { path: string; message: string }[]): Remark[] {
  const lines = linesOf(text, found);
  return found.map(({ path, message }, index) => ({ kind, path, message, line: lines[index] ?? 1 }));
}

/** What is wrong with what is being typed; typing never waits for it. */
export function useDraft(text: string, known: Known): Draft {
  const settled = useDeferredValue(text);
  return useMemo(() => judge(settled, known), [settled, known]);
}
