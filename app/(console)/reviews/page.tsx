import type { Metadata } from "next";
import { cache } from "react";
import { WhoApproves } from "@/components/overrides/who-approves";
import { reviewsSentence, sayAsked } from "@/components/reviews/review";
import { ReviewDetail } from "@/components/reviews/review-detail";
import { ReviewHands } from "@/components/reviews/review-hands";
import { ReviewWord } from "@/components/reviews/review-word";
import { ReviewerLoads } from "@/components/reviews/reviewer-loads";
import { ReviewsEmpty } from "@/components/reviews/reviews-empty";
import { SimilarReviews } from "@/components/reviews/similar-reviews";
import { Inbox } from "@/components/shell/inbox";
import { Page } from "@/components/shell/page";
import { Mark } from "@/components/trust/mark";
import { When } from "@/components/trust/when";
import { TabLinks } from "@/components/ui/choices";
import { pageNow } from "@/lib/border/console";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { similarityOf } from "@/lib/domain/review-turn";
import { type Actor, may } from "@/lib/domain/roles";
import { decisionScene } from "@/lib/queries/decision-explorer";
import { decisionById } from "@/lib/queries/decisions";
import { reviewerLoads } from "@/lib/queries/fatigue";
import { reviewOwner } from "@/lib/queries/review-owner";
import { pendingReviews, type ReviewView, reviewById, reviewPage, similarReviews } from "@/lib/queries/reviews";
import { endOfDay, whoApproves } from "@/lib/queries/who-approves";
import { approve, bulk, claim, deny, escalate } from "./actions";
import { REVIEW_VIEWS, reviewsSearch } from "./search";

export const metadata: Metadata = { title: "Reviews" };

const NAMES = { pending: "Pending", approved: "Approved", denied: "Denied", expired: "Expired" } as const;
const MOST = 200;
const SIMILAR = 8;

/** Read once for the head and the body of the peek. */
const reviewOf = cache(async (id: string, now: number) => found(reviewById(await currentActor(), id, now)));

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Decisions held for a person: what runs out first on top. */
export default async function ReviewsPage({ searchParams }: Props) {
  const actor = await currentActor();
  const { view, peek, on } = reviewsSearch.parse(await searchParams);
  const now = pageNow();
  const [reviews, pending, loads] = await Promise.all([
    reviewPage(actor, { state: view, soonest: view === "pending" }, MOST, now),
    pendingReviews(actor, now),
    reviewerLoads(actor),
  ]);
  const answers = view === "pending" && may(actor, "review.settle");
  if (view === "pending") reviews.sort(byLikeness(reviews));
  const address = (one?: string, of = view) => `/reviews${reviewsSearch.query({ view: of, peek: one })}`;
  return (
    <Page crumbs={[{ label: "Reviews" }]} bleed>
      <h1 className="sr-only">{reviewsSentence(pending)}</h1>
      <Inbox
        label={reviewsSentence(pending)}
        selected={peek}
        closeHref={address()}
        peekTitle="Review"
        peekHead={peek ? <State id={peek} now={now} /> : undefined}
        tabs={
          <TabLinks
            label="State"
            options={REVIEW_VIEWS.map((one) => ({
              href: address(undefined, one),
              label: NAMES[one],
              current: one === view,
              count: one === "pending" ? pending : undefined,
            }))}
          />
        }
        key={view}
        bulk={answers ? { act: bulk, noun: "decisions" } : undefined}
        foot={<ReviewerLoads loads={loads} />}
        empty={<ReviewsEmpty view={view} />}
        items={reviews.map((review) => ({
          id: review.id,
          href: address(review.id),
          title: review.agent,
          name: `${review.agent}, ${sayAsked(review)}`,
          choosable: may(actor, "review.settle", review.workflow),
          alike: [review.agent, review.action, review.workflow].filter(Boolean).join(", "),
          aside: (
            <When at={review.state === "pending" ? review.expiresAt : (review.settledAt ?? review.expiresAt)} plain />
          ),
          text: sayAsked(review),
        }))}
      >
        {peek ? <Detail actor={actor} id={peek} now={now} view={view} on={on} /> : undefined}
      </Inbox>
    </Page>
  );
}

/** What is alike stands together, the kind that runs out first on top. */
function byLikeness(all: readonly ReviewView[]) {
  const kinds = new Map<string, string>();
  for (const one of all) {
    const first = kinds.get(similarityOf(one));
    if (first === undefined || one.expiresAt < first) kinds.set(similarityOf(one), one.expiresAt);
  }
  const rank = (one: ReviewView) => `${kinds.get(similarityOf(one))} ${similarityOf(one)} ${one.expiresAt}`;
  return (a: ReviewView, b: ReviewView) => rank(a).localeCompare(rank(b));
}

const TONES = { pending: "review", approved: "allow", denied: "block", expired: "unproven" } as const;

async function State({ id, now }: { id: string; now: number }) {
  const { state } = await reviewOf(id, now);
  return (
    <Mark tone={TONES[state]} chip>
      {NAMES[state]}
    </Mark>
  );
}

interface DetailProps {
  actor: Actor;
  id: string;
  now: number;
  view: (typeof REVIEW_VIEWS)[number];
  /** A past day, `YYYY-MM-DD`, that is asked about. */
  on?: string;
}

async function Detail({ actor, id, now, view, on }: DetailProps) {
  const review = await reviewOf(id, now);
  const [decision, { titles }, owner, similar, people] = await Promise.all([
    decisionById(actor, review.decision, now),
    decisionScene(actor),
    reviewOwner(actor, review.decision),
    similarReviews(actor, review, SIMILAR, now),
    whoApproves(actor, "review.settle", review.workflow, on ? endOfDay(on) : undefined),
  ]);
  const answers = may(actor, "review.settle", review.workflow);
  return (
    <ReviewDetail review={review} decision={decision} titles={titles}>
      <SimilarReviews all={similar} />
      <WhoApproves people={people} not={[]} on={on} keep={{ view, peek: id }} title="Who could answer this" />
      <ReviewHands review={review} owner={owner} reader={answers ? actor.id : undefined} acts={{ claim, escalate }} />
      {review.state !== "pending" ? null : answers ? (
        <ReviewWord key={id} id={id} approve={approve} deny={deny} />
      ) : (
        <p className="mt-7 text-ink-2">An operator, an approver or an owner answers.</p>
      )}
    </ReviewDetail>
  );
}
