import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { Verdict as VerdictWord } from "@/lib/domain/decision";

export type StandingWord = "met" | "unproven" | "stale" | "breached" | "waived";
/** What can be drawn: a verdict or consequence, a standing, or `todo` (an open task: no standing, no colour). */
export type Tone = VerdictWord | "settle" | StandingWord | "todo";

const dashed = (
  <circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.2 1.6" />
);
const disc = <circle cx="6" cy="6" r="5" fill="currentColor" />;

// `--b` is the ground of the tone: what is cut out of a shape shows it.
const SHAPES: Record<Tone, ReactNode> = {
  allow: disc,
  met: disc,
  degrade: (
    <>
      <path d="M.8 1.8h10.4L6 11.2z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
      <path d="M.8 1.8H6v9.4z" fill="currentColor" />
    </>
  ),
  review: <path d="M6 .4 11.6 6 6 11.6.4 6z" fill="currentColor" />,
  block: (
    <>
      <path d="M3.7.4h4.6l3.3 3.3v4.6l-3.3 3.3H3.7L.4 8.3V3.7z" fill="currentColor" />
      <path d="M3 6h6" stroke="var(--b)" strokeWidth="1.8" />
    </>
  ),
  settle: (
    <text
      x="6"
      y="10.4"
      textAnchor="middle"
      fill="currentColor"
      fontSize="13"
      fontWeight="600"
      fontFamily="var(--font-sans)"
    >
      §
    </text>
  ),
  unproven: dashed,
  stale: (
    <>
      {dashed}
      <path d="M6 3.4V6l1.8 1.4" fill="none" stroke="currentColor" strokeWidth="1.2" />
    </>
  ),
  breached: (
    <>
      <rect x="1" y="1" width="10" height="10" fill="currentColor" />
      <path d="M8.6 1 5 5l2 2-3.6 4" fill="none" stroke="var(--b)" strokeWidth="1.4" />
    </>
  ),
  waived: (
    <>
      <circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M1.6 10.4 10.4 1.6" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  todo: <rect x="1.7" y="1.7" width="8.6" height="8.6" fill="none" stroke="currentColor" strokeWidth="1.4" />,
};

/** The shape alone, decorative: a word must stand beside it. */
export function Glyph({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className={className}>
      {SHAPES[tone]}
    </svg>
  );
}

export interface MarkProps {
  tone: Tone;
  children: ReactNode;
  /** The tinted form: once per object, at its head. In tables and sentences the plain mark. */
  chip?: boolean;
  className?: string;
}

/** Shape + word + colour. The words are the caller's: `<Mark tone="met" chip>Live, enforced</Mark>`. */
export function Mark({ tone, chip, children, className }: MarkProps) {
  return (
    <span data-tone={tone} className={cn(chip ? "chip" : "mark", className)}>
      <Glyph tone={tone} />
      {children}
    </span>
  );
}

/** A tinted paragraph below what it speaks of; the mark that gives it its colour must be near. */
export function ToneNote({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  return (
    <div data-tone={tone} className={cn("note", className)}>
      {children}
    </div>
  );
}
