import Link from "next/link";
import type { ReactNode } from "react";
import { When } from "@/components/trust/when";
import { TabLinks } from "@/components/ui/choices";
import { EmptyState } from "@/components/ui/page-parts";
import { DELIVERY_STATES } from "@/lib/domain/webhook";
import { webhookSearch } from "./webhooks/search";

type Shown = "all" | (typeof DELIVERY_STATES)[number];

interface Props {
  /** Of the tabs. */
  label: string;
  names: Record<Shown, string>;
  state: Shown;
  /** Where it stands, without a query. */
  path: string;
  /** Said where there are none. */
  none: string;
  /** How many are shown. */
  count: number;
  /** The last one shown, where there are older ones. */
  older: string | undefined;
  /** The table. */
  children: ReactNode;
}

/** What was sent, by its state, a page at a time. */
export function SentList({ label, names, state, path, none, count, older, children }: Props) {
  const here = (next: Parameters<typeof webhookSearch.query>[0]) => `${path}${webhookSearch.query(next)}`;
  const options = (["all", ...DELIVERY_STATES] as const).map((one) => ({
    href: here({ state: one }),
    label: names[one],
    current: one === state,
  }));
  return (
    <>
      <div className="mt-4">
        <TabLinks label={label} options={options} />
      </div>
      {count === 0 ? (
        <div className="mt-4">
          <EmptyState sentence={none} />
        </div>
      ) : (
        children
      )}
      {older ? (
        <p className="mt-4">
          <Link href={here({ state, before: older })}>Older</Link>
        </p>
      ) : null}
    </>
  );
}

/** When it is tried again, of what was tried and waits. */
export function NextTry({ nextAt, triedAt }: { nextAt: string | null; triedAt: string | null }) {
  if (!nextAt || !triedAt) return null;
  return (
    <div className="label">
      next <When at={nextAt} />
    </div>
  );
}
