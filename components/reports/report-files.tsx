/** What an organisation takes out of its own report: as data, for a questionnaire, for a spreadsheet. */
export function ReportFiles({ pact }: { pact: string }) {
  const at = `/api/v1/pacts/${pact}`;
  const files = [
    { href: `${at}/answers?format=md`, label: "Answer sheet as Markdown" },
    { href: `${at}/answers?format=csv`, label: "Answer sheet as CSV" },
    { href: `${at}/report?format=csv`, label: "Every fact as CSV" },
    { href: `${at}/report`, label: "Every fact as JSON" },
  ];
  return (
    <div className="mt-3 flex max-w-measure flex-col gap-2 text-sm">
      <p>
        Of each promise what buyers ask: what is promised, how it is proven, how old the proof is, what changes when it
        does not hold, and who answers for it. A reader finds the same beneath their link.
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {files.map(({ href, label }) => (
          <li key={href}>
            <a className="underline" href={href} download>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
