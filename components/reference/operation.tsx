import { Tag } from "@/components/ui/page-parts";
import { Table, Td, Th } from "@/components/ui/table";
import { type Field, fieldsOf, type Listed, type Schema, sayType } from "./model";

function Fields({ caption, fields }: { caption: string; fields: Field[] }) {
  if (fields.length === 0) return null;
  return (
    <div className="scroll" style={{ marginTop: 12 }}>
      <Table caption={caption} showCaption dense>
        <thead>
          <tr>
            <Th>Field</Th>
            <Th>Type</Th>
            <Th>Meaning</Th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.path}>
              <Td className="mono">
                {field.path}
                {field.required ? "" : "?"}
              </Td>
              <Td>{field.type}</Td>
              <Td>{field.description ?? ""}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const json = (content: Record<string, { schema: Schema }> | undefined) => content?.["application/json"]?.schema;

/** A sentence whose `quoted` words are code. */
function Said({ text }: { text: string }) {
  const parts = text.split("`").map((words, at) => ({ words, code: at % 2 === 1, key: `${at} ${words}` }));
  return parts.map(({ words, code, key }) => (code ? <code key={key}>{words}</code> : <span key={key}>{words}</span>));
}

/** One operation: what it does, who may, what it takes and gives. */
export function OperationEntry({ operation }: { operation: Listed }) {
  const { method, path, summary, description, parameters, requestBody, responses } = operation;
  const status = Object.keys(responses).find((code) => code !== "default") ?? "200";
  const body = json(requestBody?.content);
  const answer = json(responses[status]?.content);
  return (
    <article id={operation.operationId} style={{ marginTop: 36 }}>
      <h3 className="text-md font-semibold">
        <a href={`#${operation.operationId}`}>
          <Said text={summary} />
        </a>
      </h3>
      <p className="mono" style={{ marginTop: 4, overflowWrap: "anywhere" }}>
        <Tag>{method}</Tag> {path}
      </p>
      {description ? (
        <p className="label" style={{ marginTop: 4 }}>
          <Said text={description} />
        </p>
      ) : null}
      <Fields
        caption="Parameters"
        fields={parameters.map((p) => ({
          path: p.name,
          type: `${sayType(p.schema)}, ${p.in}`,
          required: p.required,
          description: p.schema.description,
        }))}
      />
      {body ? <Fields caption="Body" fields={fieldsOf(body)} /> : null}
      {answer ? <Fields caption={`Answer ${status}: ${sayType(answer)}`} fields={fieldsOf(answer)} /> : null}
    </article>
  );
}
