import Link from "next/link";
import type { ReactNode } from "react";

/** A clause named in a sentence: quoted in the contract's own hand. `em` is for this only. */
export function ClauseName({ children, href }: { children: ReactNode; href?: string }) {
  return href ? (
    <Link href={href}>
      <em>{children}</em>
    </Link>
  ) : (
    <em>{children}</em>
  );
}

/** Who answers: a team, and the person where one is named. `you` where it is the reader. */
export function OwnerTag({ team, person, you }: { team?: string; person?: string; you?: boolean }) {
  if (you) return <span>you</span>;
  return (
    <span>
      {team ?? person}
      {team && person ? <span className="text-ink-3">, {person}</span> : null}
    </span>
  );
}

/** An amount in integer minor units of its currency: `986000` EUR is €9,860.00. */
export function Money({ minor, currency }: { minor: number; currency: string }) {
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return <span className="whitespace-nowrap">{format.format(minor / 10 ** digits)}</span>;
}

export interface LedgerNumberProps {
  number: number;
  href?: string;
  /** Just sealed: the number stamps in once. */
  stamp?: boolean;
}

/** The receipt of whatever is sealed: the perforated number of its ledger entry. */
export function LedgerNumber({ number, href, stamp }: LedgerNumberProps) {
  const text = `#${new Intl.NumberFormat("en-GB").format(number)}`;
  const data = stamp ? { "data-stamp": "" } : {};
  return href ? (
    <Link className="lno" href={href} prefetch={false} aria-label={`Ledger entry ${text}`} {...data}>
      {text}
    </Link>
  ) : (
    <span className="lno" {...data}>
      <span className="sr-only">Ledger entry </span>
      {text}
    </span>
  );
}
