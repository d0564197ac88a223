import { When } from "@/components/trust/when";
import { EmptyState } from "@/components/ui/page-parts";

interface ResponsesProps {
  responses: readonly Response[];
}

interface Response {
  id: string;
  kind: string;
  says: string;
  since: string;
  liftedAt: string | null;
  liftedBy: { name: string } | null;
  liftReason: string | null;
}

/** What stands above the days of a chart: each breach that acted, and each word that lifted it. */
export const eventsOf = (responses: readonly Response[]): { at: string; label: string }[] =>
  responses.flatMap(({ kind, says, since, liftedAt, liftedBy }) => [
    { at: since, label: `${kind}: ${says}` },
    ...(liftedAt ? [{ at: liftedAt, label: `${kind} lifted by ${liftedBy?.name ?? "a person"}` }] : []),
  ]);

/** Every breach that acted, the latest first. */
export function Responses({ responses }: ResponsesProps) {
  if (responses.length === 0) return <EmptyState sentence="No breach has acted so far." />;
  return (
    <ul>
      {responses.map((one) => (
        <li key={one.id} className="border-b border-line py-3 text-sm">
          <p>{one.says}.</p>
          <p className="label mt-1">
            {one.kind}, since <When at={one.since} />
            {one.liftedAt ? (
              <>
                ; lifted by {one.liftedBy?.name} <When at={one.liftedAt} />: {one.liftReason}
              </>
            ) : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
