/** Where the console leads, in the order of the navigation; a blank line of the list is a rule in the margin. */
export type NavKey =
  | "overview"
  | "pacts"
  | "agents"
  | "workflows"
  | "freshness"
  | "drift"
  | "incidents"
  | "decisions"
  | "reviews"
  | "overrides"
  | "try"
  | "governance"
  | "coverage"
  | "ledger"
  | "settings";

export interface NavEntry {
  key: NavKey;
  label: string;
  href: string;
  /** The letter that goes there after `G`. */
  letter: string;
}

export const NAV: readonly (readonly NavEntry[])[] = [
  [{ key: "overview", label: "Overview", href: "/", letter: "O" }],
  [
    { key: "pacts", label: "Pacts", href: "/pacts", letter: "P" },
    { key: "agents", label: "Agents", href: "/agents", letter: "A" },
    { key: "workflows", label: "Workflows", href: "/workflows", letter: "W" },
  ],
  [
    { key: "freshness", label: "Freshness", href: "/freshness", letter: "F" },
    { key: "drift", label: "Drift", href: "/drift", letter: "T" },
    { key: "incidents", label: "Incidents", href: "/incidents", letter: "I" },
  ],
  [
    { key: "decisions", label: "Decisions", href: "/decisions", letter: "D" },
    { key: "reviews", label: "Reviews", href: "/reviews", letter: "R" },
    { key: "overrides", label: "Overrides", href: "/overrides", letter: "V" },
    { key: "try", label: "Try it", href: "/try", letter: "Y" },
  ],
  [
    { key: "governance", label: "Metrics", href: "/governance", letter: "M" },
    { key: "coverage", label: "Coverage", href: "/coverage", letter: "C" },
    { key: "ledger", label: "Ledger", href: "/ledger", letter: "L" },
    { key: "settings", label: "Settings", href: "/settings", letter: "S" },
  ],
];

export const NAV_ENTRIES: readonly NavEntry[] = NAV.flat();

/** Whether `pathname` lies in the part of the console that `href` opens. */
export function isWithin(pathname: string, href: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
