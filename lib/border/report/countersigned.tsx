import { dateline, type Report } from "@/lib/domain/report";

/** Who countersigned the wording in force, and where the reader may. */
export function Countersigned({ report, address }: { report: Report; address: string | null }) {
  const { countersignatures, countersign, parties, pact } = report;
  if (!parties.counterparty) return null;
  return (
    <>
      <h2>
        Countersigned<span>version {pact.version}, as it is worded now</span>
      </h2>
      {countersignatures.length === 0 ? (
        <p className="note">{parties.counterparty} has not countersigned this version.</p>
      ) : (
        <table>
          <tbody>
            {countersignatures.map(({ name, audience, at, number }) => (
              <tr key={`${name} ${at}`}>
                <td className="when">{dateline(Date.parse(at))}</td>
                <td>
                  {name ?? "A name left out by the author"}, for {audience}
                </td>
                <td className="n no">{number === null ? "not numbered yet" : `#${number.toLocaleString("en-GB")}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {countersign && address !== null ? (
        <p className="note">
          <a href={`${address}/contract`}>Read the whole contract, countersign it, or propose other wording</a>
        </p>
      ) : null}
    </>
  );
}
