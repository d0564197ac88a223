import Link from "next/link";
import { plural } from "@/components/trust/words";
import { Tag } from "@/components/ui/page-parts";
import { TEMPLATES } from "@/lib/domain/templates";

const OTHERS: readonly { id: string; title: string; text: string; href?: string }[] = [
  {
    id: "traffic",
    title: "From what an agent asks for",
    text: "Let it run and be recorded; “What it asks for” on its page drafts the pact.",
    href: "/agents",
  },
  { id: "blank", title: "Blank", text: "Parties and scope only; you write every clause." },
  {
    id: "document",
    title: "From a document",
    text: "Paste YAML or JSON, or open a file, and have it judged as it is typed.",
  },
];

/** Pacts to begin with, each with a word on when not to. */
export function TemplateGallery({ hrefOf }: { hrefOf: (template: string) => string }) {
  return (
    <div className="mt-8 max-w-document">
      <p className="mb-6 max-w-measure text-sm text-ink-2">
        Their conditions read facts that each request carries: amounts, approvals, states. Have your own systems fill
        those in, never the agent’s own words; and begin in shadow until the tests that a template asks for have run.
      </p>
      <ul aria-label="Templates" className="border-t border-ink">
        {TEMPLATES.map(({ id, title, summary, notWhen, prepare, text }) => (
          <li key={id} className="border-b border-line py-4">
            <div className="flex items-baseline justify-between gap-4">
              <Link href={hrefOf(id)} className="font-serif text-md font-semibold">
                {title}
              </Link>
              <Tag>{plural(text.split("\n  - key:").length - 1, "clause")}</Tag>
            </div>
            <p className="recital mt-1">{summary}</p>
            <p className="label mt-2">{notWhen}</p>
            <p className="label mt-1">To prepare: {prepare}</p>
          </li>
        ))}
      </ul>
      <ul aria-label="Other ways to begin" className="mt-6">
        {OTHERS.map(({ id, title, text, href }) => (
          <li key={id} className="border-b border-line py-3 text-sm">
            <Link href={href ?? hrefOf(id)} className="font-medium">
              {title}
            </Link>
            <span className="ml-3 text-ink-2">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
