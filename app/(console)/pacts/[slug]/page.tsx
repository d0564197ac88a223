import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { ClauseWord } from "@/components/pacts/clause-word";
import { Comments } from "@/components/pacts/comments";
import { KillSwitch, Revert, ShadowStep } from "@/components/pacts/live-steps";
import { PactDocument } from "@/components/pacts/pact-document";
import { PactMeta } from "@/components/pacts/pact-meta";
import { PactOut } from "@/components/pacts/pact-out";
import { PactSide } from "@/components/pacts/pact-side";
import { Signatures } from "@/components/pacts/signatures";
import { VersionsRail } from "@/components/pacts/versions-rail";
import { Page } from "@/components/shell/page";
import { tryHref } from "@/components/try/search";
import { ButtonLink } from "@/components/ui/button";
import { ownOrigin, pageNow } from "@/lib/border/console";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import type { ClauseReport } from "@/lib/domain/standing";
import { driftPage } from "@/lib/queries/drifts";
import { type PactDetail, pactDetail } from "@/lib/queries/pact";
import { pactComments } from "@/lib/queries/pact-comments";
import { shadowSeen } from "@/lib/queries/pact-shadow";
import { pactSource } from "@/lib/queries/pact-source";
import { teamNames } from "@/lib/queries/team-names";
import { Drilled } from "../../drills/drilled";
import {
  clearDrift,
  commentDraft,
  saveDraft,
  settleDraftComment,
  signOff,
  suspendAgent,
  verifyDrift,
} from "../actions";
import { pactSearch } from "../search";
import { DraftSteps } from "./draft-steps";
import { Proposals } from "./proposals";

const MOST_DRIFTS = 200;

type Member = Awaited<ReturnType<typeof currentActor>>;

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const detailOf = cache(async (slug: string, version: number | undefined) =>
  found(pactDetail(await currentActor(), slug, version)),
);
const sourceOf = async (slug: string, version: number) => found(pactSource(await currentActor(), slug, version));
const shown = async ({ params, searchParams }: Props) =>
  detailOf((await params).slug, pactSearch.parse(await searchParams).version);

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { title, version } = await shown(props);
  return { title: `${title}, version ${version}` };
}

/** One version of a pact, as the contract it is. */
export default async function PactPage(props: Props) {
  const actor = await currentActor();
  const { slug } = await props.params;
  const [pact, teams, origin, drifts] = await Promise.all([
    shown(props),
    teamNames(actor),
    ownOrigin(),
    driftPage(actor, { pact: slug }, MOST_DRIFTS, pageNow()),
  ]);
  const { version, state, document, hash } = pact;
  const { text } = await sourceOf(slug, version);
  const open = state === "draft" || state === "in_review";
  return (
    <Page
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        { label: pact.title, href: `/pacts/${pact.pact}` },
        { label: `Version ${version}` },
      ]}
      actions={
        <>
          <PactOut document={document} text={text} hash={hash} version={version} origin={origin} />
          <ButtonLink size="small" href={tryHref({ request: firstOf(document) })}>
            Try it
          </ButtonLink>
          {pact.live ? (
            <ButtonLink size="small" href={`/pacts/${slug}/report`}>
              Trust report
            </ButtonLink>
          ) : state === "in_review" && document.parties.counterparty ? (
            <ButtonLink size="small" href={`/pacts/${slug}/report`}>
              Ask for a countersignature
            </ButtonLink>
          ) : null}
          <Acts pact={pact} actor={actor} text={text} />
        </>
      }
    >
      <div className="pact-lay">
        <VersionsRail pact={pact.pact} versions={pact.versions} shown={version} />
        <div className="pact-doc">
          {state === "superseded" ? null : <Proposals pact={pact} may={may(actor, "pact.write", pact.workflow)} />}
          {state === "live" ? <LiveSteps pact={pact} actor={actor} text={text} /> : null}
          {state === "live" ? <Drilled kind="pact" slug={slug} /> : null}
          {open ? <DraftSteps pact={pact} /> : null}
          {open ? <Said pact={pact} actor={actor} /> : null}
          <PactDocument
            document={document}
            standing={pact.standing?.clauses}
            below={(clause) => <Word pact={pact} clause={clause} drifts={drifts} actor={actor} />}
            teams={teams}
            meta={
              <PactMeta of={pact} ledgerNumber={pact.versions.find((one) => one.version === version)?.ledgerNumber} />
            }
          >
            <Signatures approvals={pact.approvals} countersignatures={pact.countersignatures} hash={hash} />
          </PactDocument>
        </div>
        <PactSide report={pact.standing} timeline={pact.timeline} historyHref={`/pacts/${pact.pact}/history`} />
      </div>
    </Page>
  );
}

interface WordProps {
  pact: PactDetail;
  clause: ClauseReport;
  drifts: Awaited<ReturnType<typeof driftPage>>;
  actor: Member;
}

/** What the reader may say of a clause that drifts or is latched. */
function Word({ pact: { pact, agent, workflow, document }, clause, drifts, actor }: WordProps) {
  const drift = drifts.find((one) => one.clause === clause.key && one.state !== "cleared");
  const signed = document.clauses.find(({ key }) => key === clause.key)?.restore === "signoff";
  const latched = (["failures", "drift"] as const).filter((trigger) =>
    clause.triggers.some((one) => one.trigger === trigger && one.latched),
  );
  return (
    <ClauseWord
      agent={agent}
      pact={pact}
      clause={clause.key}
      title={clause.title}
      latched={signed ? latched : []}
      drift={drift ? { id: drift.id, state: drift.state as "suspected" | "verified" } : null}
      may={{ sign: may(actor, "restoration.sign", workflow), judge: may(actor, "drift.judge", workflow) }}
      acts={{ sign: signOff, verify: verifyDrift, clear: clearDrift }}
    />
  );
}

/** What was said of the draft, and a place to say more. */
async function Said({ pact, actor }: { pact: PactDetail; actor: Member }) {
  const { document, hash, version } = pact;
  return (
    <Comments
      pact={pact.pact}
      hash={hash}
      comments={await pactComments(actor, pact.pact, version, hash)}
      clauses={document.clauses.map(({ key, title }) => ({ key, title }))}
      may={may(actor, "pact.comment", pact.workflow)}
      acts={{ comment: commentDraft, settle: settleDraftComment }}
    />
  );
}

/** What can be done with this version as a whole. */
function Acts({ pact, actor, text }: { pact: PactDetail; actor: Member; text: string }) {
  const { state, version, document, live, draft, agent, workflow } = pact;
  const writes = may(actor, "pact.write", workflow);
  const base = draft ? null : live?.hash;
  return (
    <>
      {state === "live" && may(actor, "grant.lower", workflow) && pact.standing?.authority.granted !== "suspended" ? (
        <KillSwitch agent={agent} workflow={workflow} title={pact.title} act={suspendAgent} />
      ) : null}
      {state === "superseded" && writes && base ? (
        <Revert document={document} text={text} version={version} base={base} save={saveDraft} />
      ) : null}
      {writes ? <EditLink pact={pact} /> : null}
    </>
  );
}

/** A live pact that only watches, or whose agent was stopped, says so on top. */
async function LiveSteps({ pact, actor, text }: { pact: PactDetail; actor: Member; text: string }) {
  const { mode, document, hash, agent, workflow, draft } = pact;
  const stopped = pact.standing?.authority.granted === "suspended";
  return (
    <>
      {stopped ? (
        <p role="status" className="no-print mb-6 border-y border-ink py-4 text-sm">
          <span className="font-medium">{agent} is stopped here:</span> its authority in {workflow} is suspended, and
          everything it asks for is blocked. <Link href={`/agents/${agent}`}>Ask for more authority</Link>; another
          person grants it.
        </p>
      ) : null}
      {mode === "shadow" ? (
        <ShadowStep
          document={document}
          text={text}
          base={hash}
          save={saveDraft}
          seen={await shadowSeen(actor, pact.pact, agent)}
          draft={draft?.version ?? null}
          may={may(actor, "pact.write", workflow)}
        />
      ) : null}
    </>
  );
}

function EditLink({ pact: { pact, draft, version } }: { pact: PactDetail }) {
  const label = draft ? `Edit draft ${draft.version}` : "Draft a new version";
  return (
    <ButtonLink size="small" variant={draft?.version === version ? "plain" : "primary"} href={`/pacts/${pact}/edit`}>
      {label}
    </ButtonLink>
  );
}

/** A request that this pact covers, to begin from. */
const firstOf = ({ agent, workflow, scope, clauses }: PactDetail["document"]) => {
  const named = [...scope.actions, ...clauses.flatMap(({ actions }) => actions ?? [])];
  return { agent, workflow, action: named.find((name) => !name.endsWith("*")) ?? "" };
};
