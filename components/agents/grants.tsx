import Link from "next/link";
import { caseHref, type Grant, onProbation, sayGrant, sayProbation, sayWhere } from "@/components/grants/grant";
import { AuthorityGauge } from "@/components/trust/authority-gauge";
import { When } from "@/components/trust/when";
import { ButtonLink } from "@/components/ui/button";
import { Table, Td, Th } from "@/components/ui/table";

/** What waits for a word on an agent's authority: a request, or a probation to be confirmed; its case is a press away. */
export function GrantWaiting({ grant, answers }: { grant: Grant; answers: boolean }) {
  const { requestedBy, level, workflow, until, createdAt, probation, reason } = grant;
  const tried = onProbation(grant);
  return (
    <div className="border-b border-line py-3 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <p>
          {tried ? (
            <>
              <span className="font-medium">{level}</span> authority in {sayWhere(workflow)} is on probation
              {probation?.until ? (
                <>
                  ; unless somebody confirms it, it falls back <When at={probation.until} precise />
                </>
              ) : null}
              .
            </>
          ) : (
            <>
              <span className="font-medium">{requestedBy.name}</span> asks for{" "}
              <span className="font-medium">{level}</span> authority in {sayWhere(workflow)}
              {until ? (
                <>
                  {" "}
                  until <When at={until} form="absolute" />
                </>
              ) : null}
              {probation ? `, on probation ${sayProbation(probation)}` : ""}, <When at={createdAt} />. {sayGrant(grant)}
              .
            </>
          )}
        </p>
        <ButtonLink size="small" variant={answers ? "primary" : undefined} href={caseHref(grant)}>
          {answers ? (tried ? "Confirm or leave" : "Look and answer") : "Look at the case"}
        </ButtonLink>
      </div>
      <p className="recital mt-1">{reason}</p>
    </div>
  );
}

/** What people granted, newest first. */
export function GrantHistory({ grants }: { grants: readonly Grant[] }) {
  return (
    <Table caption="Grants" stack>
      <thead>
        <tr>
          <Th>Authority</Th>
          <Th>Where</Th>
          <Th>State</Th>
          <Th>By</Th>
          <Th>Since</Th>
          <Th>Until</Th>
          <Th>Reason</Th>
        </tr>
      </thead>
      <tbody>
        {grants.map((grant) => (
          <tr key={grant.id}>
            <Th scope="row">
              <AuthorityGauge granted={grant.level} effective={grant.level} />
            </Th>
            <Td label="Where">{sayWhere(grant.workflow)}</Td>
            <Td>
              <Link href={caseHref(grant)}>{sayGrant(grant)}</Link>
            </Td>
            <Td label="By">{grant.decidedBy?.name ?? grant.requestedBy.name}</Td>
            <Td label="Since">{grant.since ? <When at={grant.since} /> : ""}</Td>
            <Td label="Until">
              {(grant.endedAt ?? grant.until) ? (
                <When at={(grant.endedAt ?? grant.until) as string} />
              ) : (
                <span className="text-ink-3">no end</span>
              )}
            </Td>
            <Td>
              {grant.reason}
              {grant.note ? <span className="block text-ink-2">{grant.note}</span> : null}
              {grant.fell ? <span className="block text-ink-2">{grant.fell.says}</span> : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
