"use client";
import { Tooltip } from "@/components/ui/tooltip";
import { useNow } from "./now";
import { absolute, day, relative } from "./words";

export interface WhenProps {
  /** RFC 3339 or ms. */
  at: string | number;
  /** Overrides the page's instant. */
  now?: string | number;
  /** Lists are relative ("4 h ago"), dossiers absolute. */
  form?: "relative" | "absolute" | "date";
  /** Two units instead of one: "in 1 h 28 min". */
  precise?: boolean;
  /** No tooltip and no tab stop: inside a link or a button, where nothing else may take the focus. */
  plain?: boolean;
}

/** An instant: relative in words, absolute in UTC on hover and focus; pressing it copies the RFC 3339 text. */
export function When({ at, now, form = "relative", precise, plain }: WhenProps) {
  const ms = typeof at === "number" ? at : Date.parse(at);
  const current = useNow(now);
  const iso = new Date(ms).toISOString();
  const full = absolute(ms);
  const words = form === "absolute" ? full : form === "date" ? day(ms, current) : relative(ms, current, precise);
  const time = (
    <time dateTime={iso} title={plain ? full : undefined} className="whitespace-nowrap">
      {words}
    </time>
  );
  if (plain) return time;
  return (
    <Tooltip content={`${full} (press to copy)`}>
      <button
        type="button"
        className="cursor-default decoration-line-strong decoration-dotted underline-offset-3 hover:underline"
        onClick={() => void navigator.clipboard?.writeText(iso)}
      >
        {time}
        {form === "absolute" ? null : <span className="sr-only">, {full}</span>}
      </button>
    </Tooltip>
  );
}
