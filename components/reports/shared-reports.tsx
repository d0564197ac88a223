"use client";
import { When } from "@/components/trust/when";
import { type Act, useAct } from "@/components/ui/act";
import { Button } from "@/components/ui/button";
import { Table, Td, Th } from "@/components/ui/table";

interface Shared {
  id: string;
  audience: string;
  also: readonly string[];
  passcode: boolean;
  recipients: readonly string[];
  redact: readonly string[];
  countersign: boolean;
  expiresAt: string;
  state: "open" | "expired" | "revoked";
  views: number;
  lastViewedAt: string | null;
}

type Revoke = Act<[{ id: string }], unknown>;

/** Links that were given: to whom, until when, how often read. */
export function SharedReports({ reports, act }: { reports: readonly Shared[]; act?: Revoke }) {
  return (
    <Table caption="Shared reports" stack>
      <thead>
        <tr>
          <Th>Reader</Th>
          <Th>State</Th>
          <Th>Until</Th>
          <Th num>Read</Th>
          <Th>Left out</Th>
          {act ? <Th unseen>Acts</Th> : null}
        </tr>
      </thead>
      <tbody>
        {reports.map((report) => (
          <tr key={report.id}>
            <Td label="Reader">
              {report.audience}
              {report.passcode ? <span className="label"> with passcode</span> : null}
              {report.recipients.length > 0 ? (
                <span className="label wrap-anywhere"> only {report.recipients.join(", ")}</span>
              ) : null}
              {report.countersign ? <span className="label"> may countersign</span> : null}
              {report.also.length > 0 ? <span className="label"> and {report.also.join(", ")}</span> : null}
            </Td>
            <Td label="State">{report.state}</Td>
            <Td label="Until">
              <When at={report.expiresAt} form="date" />
            </Td>
            <Td label="Read" num>
              {report.views}
              {report.lastViewedAt ? (
                <>
                  , last <When at={report.lastViewedAt} />
                </>
              ) : null}
            </Td>
            <Td label="Left out">{report.redact.length > 0 ? report.redact.join(", ") : "nothing"}</Td>
            {act ? (
              <Td>
                {report.state === "open" ? <RevokeLink id={report.id} audience={report.audience} act={act} /> : null}
              </Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function RevokeLink({ id, audience, act }: { id: string; audience: string; act: Revoke }) {
  const { run, pending } = useAct(act, { said: `Link of ${audience} revoked` });
  return (
    <Button size="small" busy={pending} aria-label={`Revoke the link of ${audience}`} onClick={() => run({ id })}>
      Revoke
    </Button>
  );
}
