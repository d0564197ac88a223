import { dateline } from "@/lib/domain/report";
import { reworded } from "@/lib/domain/reworded";
import type { RedlineView } from "@/lib/queries/redlines";
import type { ContractView } from "./contract-view";
import type { Refused } from "./form";
import { Field, typedInto } from "./form-parts";

function Who({ form, refused }: { form: string; refused: Refused | null }) {
  return (
    <>
      <Field form={form} name="name" label="Your name" refused={refused} complete="name" />
      <Field form={form} name="email" label="Your e-mail" kind="email" refused={refused} complete="email" />
    </>
  );
}

/** Name, e-mail and the words of consent, bound to the hash of what was read. */
export function Countersign({
  contract: { shown, document },
  address,
  refused,
  consent,
}: ContractView & { consent: string }) {
  const again = typedInto(refused, "countersign");
  return (
    <form className="ask" id="countersign" method="post" action={`${address}/contract/countersign`}>
      <h3>Countersign version {shown.version}</h3>
      <p className="note">
        You sign for {document.parties.counterparty ?? "the counterparty"}, and this wording alone:{" "}
        <code>{shown.hash}</code>. Your name, e-mail and consent enter the ledger and cannot be unsaid; any change of
        the wording leaves them behind. The e-mail address is written down as you give it; nobody checks it here.
      </p>
      <input type="hidden" name="hash" value={shown.hash} />
      <div className="row">
        <Who form="countersign" refused={again} />
        <Field form="countersign" name="consent" label="Consent" refused={again} hint={`Type the words: ${consent}`} />
      </div>
      <button type="submit">Countersign</button>
    </form>
  );
}

/** Each obligation as a text to be changed: what differs is proposed. */
export function Propose({ contract: { shown, document }, address, refused }: ContractView) {
  const again = typedInto(refused, "redline");
  return (
    <details className="ask" id="redline" open={again !== null}>
      <summary>Propose other wording</summary>
      <form method="post" action={`${address}/contract/redline`}>
        <p className="note">
          Change what you would rather read. What you leave as it is stays as it is. An author decides what is taken
          over into a draft, which you can then read and sign here.
        </p>
        <input type="hidden" name="hash" value={shown.hash} />
        {document.clauses.map(({ key, title, obligation }, at) => (
          <div key={key}>
            <label htmlFor={`wording-${key}`}>
              {at + 1}. {title}
            </label>
            <textarea
              id={`wording-${key}`}
              name={`wording:${key}`}
              rows={3}
              maxLength={4000}
              defaultValue={again?.typed.get(`wording:${key}`) ?? obligation}
            />
          </div>
        ))}
        <div>
          <label htmlFor="redline-remark">Anything else (windows, amounts, consequences)</label>
          <textarea
            id="redline-remark"
            name="remark"
            rows={2}
            maxLength={4000}
            defaultValue={again?.typed.get("remark") ?? ""}
          />
        </div>
        <div className="row">
          <Who form="redline" refused={again} />
        </div>
        <button type="submit">Propose this wording</button>
      </form>
    </details>
  );
}

const ANSWER = {
  open: () => "waits for an author",
  taken: ({ takenInto }: RedlineView) => `taken over into version ${takenInto}`,
  declined: ({ reason }: RedlineView) => `declined: ${reason}`,
};

/** What was proposed through this link, and what became of it. */
export function Proposed({ redlines }: { redlines: readonly RedlineView[] }) {
  if (redlines.length === 0) return null;
  return (
    <>
      <h2>
        Proposed through this link<span>{redlines.length}</span>
      </h2>
      {redlines.map((redline) => (
        <section className="clause" key={redline.id}>
          <p className="note">
            {redline.name}, {dateline(Date.parse(redline.at))}, of version {redline.version}:{" "}
            {ANSWER[redline.state](redline)}.
          </p>
          {redline.wordings.map(({ clause, before, after }) => (
            <p className="wording" key={clause}>
              <Redlined before={before} after={after} />
            </p>
          ))}
          {redline.remark ? <p className="note">Remark: {redline.remark}</p> : null}
        </section>
      ))}
    </>
  );
}

function Redlined({ before, after }: { before: string; after: string }) {
  const parts = reworded(before, after);
  return (
    <>
      {parts.before}
      {parts.removed ? <del>{parts.removed}</del> : null} {parts.added ? <ins>{parts.added}</ins> : null}
      {parts.after}
    </>
  );
}
