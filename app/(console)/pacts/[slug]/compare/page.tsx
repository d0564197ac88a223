import type { Metadata } from "next";
import Link from "next/link";
import { ClauseComments } from "@/components/pacts/comments";
import { CompareRail } from "@/components/pacts/compare-rail";
import { DataDiff } from "@/components/pacts/data-diff";
import { PactDiff, type PactDiffProps } from "@/components/pacts/pact-diff";
import { Page, PageHead } from "@/components/shell/page";
import { Hash } from "@/components/trust/hash";
import { plural } from "@/components/trust/words";
import { TabLinks } from "@/components/ui/choices";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type PactDetail, type PactDiffDetail, pactDetail, pactDiff, pactVersion } from "@/lib/queries/pact";
import { pactComments } from "@/lib/queries/pact-comments";
import { commentDraft, settleDraftComment } from "../../actions";
import { compareSearch } from "../../search";
import { DraftSteps } from "../draft-steps";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Compare versions of ${(await params).slug}` };
}

const isOpen = ({ state }: { state: string }) => state === "draft" || state === "in_review";

/** Where the newer one is still talked over: what is said of each clause, beside what changes in it. */
async function talkOf({ pact, workflow, version, hash }: PactDetail): Promise<PactDiffProps["below"]> {
  const actor = await currentActor();
  const talk = {
    ...{ pact, hash, comments: await pactComments(actor, pact, version, hash) },
    may: may(actor, "pact.comment", workflow),
    acts: { comment: commentDraft, settle: settleDraftComment },
  };
  return (clause, title) => <ClauseComments {...talk} clause={clause} title={title} />;
}

/** Two versions of a pact, clause by clause; where the newer one is no version in force yet, also what it would do, and its review. */
export default async function ComparePage({ params, searchParams }: Props) {
  const { slug } = await params;
  const actor = await currentActor();
  const state = compareSearch.parse(await searchParams);
  const diff = await found(pactDiff(actor, slug, state.from, state.to));
  const [from, to] = [diff.from.version, diff.to.version];
  const [before, after] = await Promise.all([
    found(pactVersion(actor, slug, from)),
    found(pactDetail(actor, slug, to)),
  ]);
  const tab = (as: typeof state.as, label: string) => ({
    href: `/pacts/${slug}/compare${compareSearch.query({ from, to, as })}`,
    label,
    current: state.as === as,
  });
  return (
    <Page
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        { label: after.title, href: `/pacts/${slug}` },
        { label: `${from} to ${to}` },
      ]}
    >
      <Head slug={slug} diff={diff} />
      <div className="diff-lay mt-8" data-side={isOpen(after) || undefined}>
        <CompareRail pact={slug} versions={after.versions} from={from} to={to} />
        <div className="diff-doc">
          <TabLinks label="How they are compared" options={[tab("words", "In words"), tab("data", "As data")]} />
          <div className="mt-4">
            {state.as === "data" ? (
              <DataDiff before={before.document} after={after.document} />
            ) : (
              <PactDiff
                diff={diff}
                before={before.document}
                after={after.document}
                below={isOpen(after) ? await talkOf(after) : undefined}
              />
            )}
          </div>
        </div>
        {isOpen(after) ? (
          <aside className="diff-side" aria-label="Review">
            <DraftSteps pact={after} comparing />
          </aside>
        ) : null}
      </div>
    </Page>
  );
}

function Head({ slug, diff }: { slug: string; diff: PactDiffDetail }) {
  const of = (kind: string) => diff.clauses.filter(({ change }) => change === kind).length;
  const counts = (["added", "removed", "tightened", "loosened", "reworded"] as const)
    .filter((kind) => of(kind) > 0)
    .map((kind) => `${of(kind)} ${kind}`);
  const version = (one: PactDiffDetail["from"]) => (
    <>
      <Link href={`/pacts/${slug}?version=${one.version}`}>version {one.version}</Link> <Hash value={one.hash} bare />
    </>
  );
  return (
    <PageHead
      sentence={`From version ${diff.from.version} to ${diff.to.version}: ${counts.length > 0 ? `of ${plural(diff.clauses.length, "clause")}, ${counts.join(", ")}` : "no clause differs"}.`}
      lede={
        <>
          From {version(diff.from)} to {version(diff.to)}. What cannot be compared counts as looser, and says so.
        </>
      }
    />
  );
}
