import Link from "next/link";
import type { ReactNode } from "react";
import { SearchButton } from "./search-button";

interface Crumb {
  label: string;
  /** Absent on the last one, where the reader is. */
  href?: string;
}

export interface PageProps {
  /** The way here: the last one names this page. */
  crumbs: readonly Crumb[];
  /** Buttons at the right of the top bar (small ones). */
  actions?: ReactNode;
  /** No padding and no greatest width: panes that reach the edges. */
  bleed?: boolean;
  children: ReactNode;
}

/** One page inside `AppShell`: top bar with crumbs, actions and search, then the page itself. */
export function Page({ crumbs, actions, bleed, children }: PageProps) {
  return (
    <>
      <header className="top">
        <Crumbs crumbs={crumbs} />
        <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
          {actions}
          <SearchButton />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="main outline-none" data-bleed={bleed || undefined}>
        {children}
      </main>
    </>
  );
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="crumbs">
        {crumbs.map((crumb, index) => (
          <li key={`${crumb.label}-${crumb.href ?? ""}`}>
            {index > 0 ? (
              <span aria-hidden="true" className="max-sm:hidden">
                /
              </span>
            ) : null}
            {crumb.href && index < crumbs.length - 1 ? (
              <Link href={crumb.href}>{crumb.label}</Link>
            ) : (
              <span aria-current="page">{crumb.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface PageHeadProps {
  /** The page's answer in one sentence: who, what, by which rule. */
  sentence: ReactNode;
  /** A line above it: the date, a mark and an id. */
  above?: ReactNode;
  /** Two or three sentences below it. */
  lede?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
}

/** A page opens with its answer, in the hand of the contract. */
export function PageHead({ sentence, above, lede, actions }: PageHeadProps) {
  return (
    <div className="flex items-end justify-between gap-x-8 gap-y-4 max-lg:flex-col max-lg:items-start">
      <div className="min-w-0">
        {above ? <div className="label mb-2">{above}</div> : null}
        <h1 className="sentence">{sentence}</h1>
        {lede ? <p className="lede mt-3">{lede}</p> : null}
      </div>
      {actions ? <div className="no-print flex flex-none flex-wrap gap-2 max-lg:flex-initial">{actions}</div> : null}
    </div>
  );
}
