import { Section } from "@/components/ui/section";

export interface WhoApprovesProps {
  people: readonly { id: string; name: string; role: string }[];
  /** Who may not, whatever their role. */
  not: readonly string[];
  /** `YYYY-MM-DD`; absent: now. */
  on?: string;
  /** Fields of the address that stay. */
  keep: Readonly<Record<string, string | undefined>>;
  title?: string;
}

/** Who could approve this: now, or on a past date by the roles of that day. */
export function WhoApproves({ people, not, on, keep, title = "Who could approve this" }: WhoApprovesProps) {
  return (
    <Section title={title} aside={on ? `on ${on}` : "now"} className="mb-9">
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
        {people.map(({ id, name, role }) => (
          <li key={id} className={not.includes(id) ? "text-ink-3 line-through" : undefined}>
            {name}, {role}
            {not.includes(id) ? <span className="sr-only"> (asked for it, or widened it last)</span> : null}
          </li>
        ))}
        {people.length === 0 ? <li>Nobody.</li> : null}
      </ul>
      <form className="mt-3 flex items-center gap-2 text-sm">
        {Object.entries(keep).map(([name, value]) =>
          value ? <input key={name} type="hidden" name={name} value={value} /> : null,
        )}
        <label className="flex items-center gap-2">
          On a past date
          <input
            type="date"
            name="on"
            defaultValue={on}
            className="h-8 rounded-control border border-line-strong bg-surface px-2"
          />
        </label>
        <button type="submit" className="h-8 rounded-control border border-line-strong bg-surface px-3">
          Look
        </button>
      </form>
    </Section>
  );
}
