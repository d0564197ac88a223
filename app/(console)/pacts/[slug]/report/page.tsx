import type { Metadata } from "next";
import { ControlForm } from "@/components/reports/control-form";
import { ReaderQuestions } from "@/components/reports/reader-questions";
import { Readings } from "@/components/reports/readings";
import { ReportFiles } from "@/components/reports/report-files";
import { ShareForm } from "@/components/reports/share-form";
import { SharedReports } from "@/components/reports/shared-reports";
import { Subscribers } from "@/components/reports/subscribers";
import { Page, PageHead } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { pageNow } from "@/lib/border/console";
import { found } from "@/lib/border/found";
import { mailState } from "@/lib/border/mail-state";
import { currentActor } from "@/lib/border/session";
import { isSuretyError } from "@/lib/domain/errors";
import { may } from "@/lib/domain/roles";
import { livePacts } from "@/lib/queries/live-pacts";
import { pactVersion } from "@/lib/queries/pact";
import { questionPage } from "@/lib/queries/questions";
import { ownReport } from "@/lib/queries/report";
import { readingPage, reportPage } from "@/lib/queries/reports";
import { subscriberPage } from "@/lib/queries/subscribers";
import { answer, removeReader, revoke, setControls, share } from "./actions";

export const metadata: Metadata = { title: "Trust report" };

const MOST = 200;
const READINGS = 25;
const MONTH = 30 * 86_400_000;

/** Not in force: there may be a version to sign all the same. */
function unlessUnknown(error: unknown): null {
  if (isSuretyError(error) && error.kind === "not_found") return null;
  throw error;
}

/** There is no report before a version is in force, but a contract that its counterparty can read and sign. */
async function BeforeForce({ slug, until }: { slug: string; until: number }) {
  const actor = await currentActor();
  const { title, state, version, document, workflow } = await found(pactVersion(actor, slug));
  const shared = await reportPage(actor, { pact: slug }, MOST);
  const counterparty = document.parties.counterparty ?? "";
  const mayShare = may(actor, "report.share", workflow);
  const ready = state === "in_review" && counterparty !== "";
  return (
    <Page
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        { label: title, href: `/pacts/${slug}` },
        { label: "Countersignature" },
      ]}
    >
      <PageHead
        sentence={`Version ${version} is not in force, so there is no report yet.`}
        lede={
          ready
            ? `${counterparty} can read it whole, countersign it or propose other wording, before it is published.`
            : "Once it is under review, and names its counterparty, they can read and countersign it."
        }
      />
      <div className="mt-10 flex flex-col gap-10">
        {mayShare && ready ? (
          <Section title="Ask for a countersignature">
            <ShareForm
              pact={slug}
              others={[]}
              counterparty={counterparty}
              until={until}
              unsigned
              mailless={mailState().problem}
              act={share}
            />
          </Section>
        ) : null}
        {shared.length > 0 ? (
          <Section title="Who may read it">
            <SharedReports reports={shared} act={mayShare ? revoke : undefined} />
          </Section>
        ) : null}
      </div>
    </Page>
  );
}

/** The trust report of a pact: what a buyer reads now, who may read it, and until when. */
export default async function ReportPage({ params }: { params: Promise<{ slug: string }> }) {
  const actor = await currentActor();
  const { slug } = await params;
  const now = pageNow();
  const report = await ownReport(actor, slug).catch(unlessUnknown);
  if (!report) return <BeforeForce slug={slug} until={now + MONTH} />;
  const shared = await reportPage(actor, { pact: slug }, MOST);
  const mayShare = may(actor, "report.share", report.workflow);
  const questions = await questionPage(actor, { pact: slug }, MOST);
  const readings = (await readingPage(actor, { pact: slug }, READINGS)).slice(0, READINGS);
  const subscribers = await subscriberPage(actor, { pact: slug }, MOST);
  const open = questions.filter(({ state }) => state === "open").length;
  const others = (await livePacts(actor)).filter((one) => one.slug !== slug);
  return (
    <Page
      crumbs={[
        { label: "Pacts", href: "/pacts" },
        { label: report.pact.title, href: `/pacts/${slug}` },
        { label: "Trust report" },
      ]}
    >
      <PageHead
        sentence={report.cover}
        lede="A reader sees this sentence first, then every promise with its evidence, freshness, owner and consequence, downgrades, overrides and exceptions, and the proof. Nothing of it is stored: it turns stale by itself."
      />
      <div className="mt-10 flex flex-col gap-10">
        {mayShare ? (
          <Section title="Share it">
            <ShareForm
              pact={slug}
              others={others}
              counterparty={report.parties.counterparty ?? ""}
              until={now + MONTH}
              mailless={mailState().problem}
              act={share}
            />
          </Section>
        ) : null}
        {questions.length > 0 ? (
          <Section title="Questions of readers" aside={open > 0 ? `${open} not answered` : undefined} id="questions">
            <ReaderQuestions
              questions={questions}
              act={may(actor, "report.answer", report.workflow) ? answer : undefined}
            />
          </Section>
        ) : null}
        <Section title="Answers and facts">
          <ReportFiles pact={slug} />
        </Section>
        <Section title="Control references">
          <ControlForm
            pact={slug}
            clauses={report.clauses.map(({ key, title, controls }) => ({ key, title, controls }))}
            act={may(actor, "pact.write", report.workflow) ? setControls : undefined}
          />
        </Section>
        <Section title="Who may read it">
          {shared.length === 0 ? (
            <EmptyState sentence="Nobody has a link to this report yet." />
          ) : (
            <SharedReports reports={shared} act={mayShare ? revoke : undefined} />
          )}
        </Section>
        {subscribers.length > 0 ? (
          <Section title="Who is told when it changes">
            <Subscribers subscribers={subscribers} act={mayShare ? removeReader : undefined} />
          </Section>
        ) : null}
        {readings.length > 0 ? (
          <Section title="Who read it" aside={`the latest ${readings.length}; all of them are in the ledger`}>
            <Readings readings={readings} />
          </Section>
        ) : null}
      </div>
    </Page>
  );
}
