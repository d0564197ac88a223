"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Peek } from "@/components/shell/peek";
import { LedgerNumber } from "@/components/trust/text";
import { When } from "@/components/trust/when";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/section";
import { sayActor } from "@/lib/domain/roles";
import { subjectHref } from "@/lib/domain/subject-page";
import { type Erase, EraseFacts } from "./erase-facts";
import type { LedgerLine } from "./ledger-list";

export interface EntryPeekProps {
  entry: LedgerLine & {
    payload: Record<string, unknown> | null;
    leaf: string;
    /** Whether there is anything of anybody to erase. */
    erasable: boolean;
    /** What says that it was erased, by whom and why. */
    redaction: { number: number; by: { name: string }; at: string; reason: string } | null;
  };
  /** Absent where the reader may not. */
  erase?: Erase;
  closeHref: string;
  /** The entry below and the one above in the list. */
  nextHref?: string;
  previousHref?: string;
  /** The list with only what is like it. */
  moreHref: { subject: string; kind: string; by: string };
}

/** One entry whole: who did what to what, its facts, and the leaf that the tree holds. */
export function EntryPeek({ entry, erase, closeHref, nextHref, previousHref, moreHref }: EntryPeekProps) {
  const router = useRouter();
  const go = (href: string | undefined) => (href ? () => router.push(href, { scroll: false }) : undefined);
  const { number, by, says, kind, subject, at, payload, leaf, redaction, erasable } = entry;
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
        {sayActor(by)} {says}.
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
        {payload ? <Link href={moreHref.subject}>All about this subject</Link> : null}
        <Link href={moreHref.kind}>All of this kind</Link>
        {payload ? <Link href={moreHref.by}>All by {by.name}</Link> : null}
        <a href={`/api/v1/ledger/entries/${number}/receipt`}>Receipt</a>
      </p>
      {payload ? (
        <Text title="Facts" what="facts" text={JSON.stringify(payload, null, 2)} />
      ) : (
        <Erased redaction={redaction} />
      )}
      <Text title="Leaf: what the tree holds, without the facts" what="leaf" text={leaf} />
      {erase && erasable ? (
        <div className="mt-4 border-t border-line pt-3">
          <EraseFacts number={number} erase={erase} />
        </div>
      ) : null}
    </Peek>
  );
}

/** That facts were there, and who took them away. */
function Erased({ redaction }: { redaction: EntryPeekProps["entry"]["redaction"] }) {
  return (
    <section className="mt-5">
      <h3 className="label mb-2 border-b border-line pb-1 font-normal">Facts</h3>
      <p className="text-ink-2">
        They were erased, with the salt that they were sealed under; that they were there stays provable.
        {redaction ? (
          <>
            {" "}
            {redaction.by.name} did it, <When at={redaction.at} />: {redaction.reason}{" "}
            <LedgerNumber number={redaction.number} href={`/ledger?entry=${redaction.number}`} />
          </>
        ) : null}
      </p>
    </section>
  );
}

function Text({ title, what, text }: { title: string; what: string; text: string }) {
  return (
    <section className="mt-5">
      <div className="mb-2 flex items-baseline justify-between border-b border-line pb-1">
        <h3 className="label font-normal">{title}</h3>
        <CopyButton text={text} what={what} />
      </div>
      <pre className="code">{text}</pre>
    </section>
  );
}
