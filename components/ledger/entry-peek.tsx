"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Peek } from "@/components/shell/peek";
import { LedgerNumber } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/section";
import { subjectHref } from "@/lib/domain/subject-page";
import type { LedgerLine } from "./ledger-list";

export interface EntryPeekProps {
  entry: LedgerLine & { payload: Record<string, unknown> | null; leaf: string };
  closeHref: string;
  /** The entry below and the one above in the list. */
  nextHref?: string;
  previousHref?: string;
  /** The list with only what is like it. */
  moreHref: { subject: string; kind: string; by: string };
}

/** One entry whole: who did what to what, its facts, and the leaf that the tree holds. */
export function EntryPeek({ entry, closeHref, nextHref, previousHref, moreHref }: EntryPeekProps) {
  const router = useRouter();
  const go = (href: string | undefined) => (href ? () => router.push(href, { scroll: false }) : undefined);
  const { number, by, says, kind, subject, at, payload, leaf } = entry;
  const href = subjectHref(subject);
  return (
    <Peek
      title={`Ledger entry ${number}`}
      onClose={() => router.push(closeHref, { scroll: false })}
      onNext={go(nextHref)}
      onPrevious={go(previousHref)}
      head={<LedgerNumber number={number} />}
    >
      <h2 className="font-serif text-lg font-normal text-pretty wrap-anywhere">
        {by.name} {says}.
      </h2>
      <Facts
        className="mt-4"
        items={[
          [
            "Kind",
            <span key="kind" className="mono">
              {kind}
            </span>,
          ],
          [
            "Subject",
            href ? (
              <Link key="subject" href={href}>
                {subject}
              </Link>
            ) : (
              subject
            ),
          ],
          ["Actor", `${by.name} (${by.type})`],
          ["Recorded", <When key="at" at={at} form="absolute" />],
        ]}
      />
      <p className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <Link href={moreHref.subject}>All about this subject</Link>
        <Link href={moreHref.kind}>All of this kind</Link>
        <Link href={moreHref.by}>All by {by.name}</Link>
        <a href={`/api/v1/ledger/entries/${number}/receipt`}>Receipt</a>
      </p>
      <Text title="Facts" what="facts" text={payload ? JSON.stringify(payload, null, 2) : null} />
      <Text title="Leaf: what the tree holds, without the facts" what="leaf" text={leaf} />
    </Peek>
  );
}

function Text({ title, what, text }: { title: string; what: string; text: string | null }) {
  return (
    <section className="mt-5">
      <div className="mb-2 flex items-baseline justify-between border-b border-line pb-1">
        <h3 className="label font-normal">{title}</h3>
        {text ? <CopyButton text={text} what={what} /> : null}
      </div>
      {text ? (
        <pre className="code">{text}</pre>
      ) : (
        <p className="text-ink-2">They were erased; that they were there stays provable.</p>
      )}
    </section>
  );
}
