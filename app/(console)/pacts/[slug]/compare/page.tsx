import type { Metadata } from "next";
import Link from "next/link";
import { ClauseComments } from "@/components/pacts/comments";
import { PactDiff, type PactDiffProps } from "@/components/pacts/pact-diff";
import { Page, PageHead } from "@/components/shell/page";
import { Hash } from "@/components/trust/hash";
import { plural } from "@/components/trust/words";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type PactDiffDetail, pactDiff, pactVersion } from "@/lib/queries/pact";
import { pactComments } from "@/lib/queries/pact-comments";
import { commentDraft, settleDraftComment } from "../../actions";
import { compareSearch } from "../../search";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Compare versions of ${(await params).slug}` };
}

/** Where the newer one is still talked over: what is said of each clause, beside what changes in it. */
async function talkOf({ pact, to }: PactDiffDetail): Promise<PactDiffProps["below"]> {
  if (to.state !== "draft" && to.state !== "in_review") return undefined;
  const actor = await currentActor();
  const [{ workflow }, comments] = await Promise.all([
    pactVersion(actor, pact, to.version),
    pactComments(actor, pact, to.version, to.hash),
  ]);
  const talk = {
    ...{ pact, hash: to.hash, comments },
    may: may(actor, "pact.comment", workflow),
    acts: { comment: commentDraft, settle: settleDraftComment },
  };
  return (clause, title) => <ClauseComments {...talk} clause={clause} title={title} />;
}

/** Two versions of a pact, clause by clause. */
export default async function ComparePage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { from, to } = compareSearch.parse(await searchParams);
  const diff = await found(pactDiff(await currentActor(), slug, from, to));
  const of = (kind: string) => diff.clauses.filter(({ change }) => change === kind).length;
  const counts = (["added", "removed", "tightened", "loosened", "reworded"] as const)
    .filter((kind) => of(kind) > 0)
    .map((kind) => `${of(kind)} ${kind}`);
  const version = (one: typeof diff.from) => (
    <>
      <Link href={`/pacts/${slug}?version=${one.version}`}>version {one.version}</Link> <Hash value={one.hash} bare />
    </>
  );
  return (
    <Page
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        { label: slug, href: `/pacts/${slug}` },
        { label: `${diff.from.version} to ${diff.to.version}` },
      ]}
    >
      <PageHead
        sentence={`From version ${diff.from.version} to ${diff.to.version}: ${counts.length > 0 ? `of ${plural(diff.clauses.length, "clause")}, ${counts.join(", ")}` : "no clause differs"}.`}
        lede={
          <>
            From {version(diff.from)} to {version(diff.to)}. What cannot be compared counts as looser, and says so.
          </>
        }
      />
      <div className="mt-8 max-w-document">
        <PactDiff diff={diff} below={await talkOf(diff)} />
      </div>
    </Page>
  );
}
