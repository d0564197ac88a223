import { z } from "zod";
import { isSuretyError } from "@/lib/domain/errors";
import { dateline } from "@/lib/domain/report";
import { systemActor } from "@/lib/domain/roles";
import { subscriptionByToken } from "@/lib/queries/subscribers";
import { rateLimit } from "@/lib/runtime/rate-limit";
import { runtime } from "@/lib/runtime/runtime";
import { confirmSubscription, unsubscribe } from "@/lib/services/reports/subscription";
import type { ApiRequest } from "../route";
import { route } from "../route";
import { requireOwnSite, seeOther, typedIn } from "./form";
import { nothingPage, pageOf } from "./frame";
import { page } from "./replies";

type Subscription = NonNullable<Awaited<ReturnType<typeof subscriptionByToken>>>;

/** Links tried from one address that lead to no subscription, in ten minutes. */
const guesses = () => rateLimit("report subscriptions", 60, 600_000);

async function found(token: string, { address }: ApiRequest): Promise<Subscription | null> {
  const now = runtime().clock.now();
  if (!/^[0-9a-z]{32}$/.test(token) || guesses().isFull(address, now)) return null;
  const subscription = await subscriptionByToken(token);
  if (!subscription) guesses().count(address, now);
  return subscription;
}

const html = { media: "text/html", response: z.string(), tag: "Trust report", permission: null } as const;
const addressOf = (token: string) => `/r/subscriptions/${token}`;

function sayState({ state, over, kind, address, confirmedAt, problem }: Subscription): string {
  if (state === "ended") return `${address} is told nothing any more.`;
  if (over) return `The report's link is over: ${address} is told nothing any more.`;
  if (state === "active")
    return `${address} is told when the report changes, since ${dateline(Date.parse(confirmedAt ?? ""))}.`;
  if (kind === "email") return `${address} is told nothing yet. Confirm that it wants to be.`;
  return problem === null
    ? `A signed ping is on its way to ${address}. Once it arrives, it is told; load this page again to see.`
    : `The ping to ${address} did not arrive, or was not answered with a 2xx. End this, and subscribe again once it is.`;
}

/** A subscription by its link: nothing changes before a button is pressed, since mail programs look links up. */
function subscriptionPage(subscription: Subscription, token: string, refused: string | null): Promise<string> {
  const { audience, state, kind } = subscription;
  const button = (does: string, words: string) => (
    <form method="post" action={addressOf(token)}>
      <input type="hidden" name="does" value={does} />
      <button type="submit">{words}</button>
    </form>
  );
  return pageOf(
    "Told when a report changes",
    <main className="doc">
      <div className="mast">
        <b>Surety</b>
        <p>For {audience}</p>
      </div>
      <h1 style={{ marginTop: 32 }}>Told when a trust report changes</h1>
      {refused ? (
        <p className="lede" role="alert">
          {refused}
        </p>
      ) : null}
      <p className="cover" role="status">
        {sayState(subscription)}
      </p>
      {state === "waiting" && kind === "email" && !subscription.over ? button("confirm", "Confirm") : null}
      {state === "ended" ? null : button("end", "Be told no more")}
    </main>,
  );
}

/** Where a reader confirms and ends what they asked to be told. Its link is in their mail alone. */
export const subscriptionRoutes = [
  route({
    ...html,
    method: "GET",
    path: "/r/subscriptions/{token}",
    summary:
      "Whether an address is told when a report changes, as a page with a button to confirm it, and one to end it",
    async handle({ params: { token = "" }, request }) {
      const subscription = await found(token, request);
      return subscription ? page(await subscriptionPage(subscription, token, null)) : page(await nothingPage(), 404);
    },
  }),
  route({
    ...html,
    method: "POST",
    path: "/r/subscriptions/{token}",
    raw: true,
    summary: "Confirms or ends it, as the page's forms send it: does=confirm, does=end",
    async handle({ params: { token = "" }, request }) {
      const subscription = await found(token, request);
      if (!subscription) return page(await nothingPage(), 404);
      requireOwnSite(request);
      const does = typedIn(request).get("does") === "confirm" ? confirmSubscription : unsubscribe;
      try {
        await does(systemActor(subscription.organisationId), { id: subscription.id });
        return seeOther(addressOf(token));
      } catch (error) {
        if (!isSuretyError(error) || error.kind !== "conflict") throw error;
        return page(await subscriptionPage(subscription, token, error.message), 409);
      }
    },
  }),
];
