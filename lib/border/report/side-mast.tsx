import type { Report } from "@/lib/domain/report";
import { type Links, to } from "./check";
import { Watermark } from "./mark";

/** What stands over a page beside the report: whose it is, for whom, and the way back. @param of what this page is */
export function SideMast({
  report,
  links,
  of,
}: {
  report: Report;
  links: Pick<Links, "address" | "pact" | "mark">;
  of: string;
}) {
  return (
    <>
      <Watermark mark={links.mark} />
      <div className="mast">
        <b>Surety</b>
        <p>
          Issued by {report.organisation} for {report.audience}
        </p>
      </div>
      {report.demonstration ? (
        <p className="demo">DEMONSTRATION: the organisation and its figures are made up</p>
      ) : null}
      <p className="kind">
        <a href={to(links, "")}>Trust report</a>
      </p>
      <h1>
        {report.agent.slug}, in {report.pact.title}: {of}
      </h1>
    </>
  );
}
