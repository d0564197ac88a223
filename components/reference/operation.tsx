import { Curl } from "@/components/ui/curl";
import { curlCall } from "@/components/ui/curl-call";
import { Tag } from "@/components/ui/page-parts";
import { Table, Td, Th } from "@/components/ui/table";
import { type Field, fieldsOf, type Listed, type Schema, sayType } from "./model";

/** A type in words, each named shape a link to where its fields stand. */
function Type({ words }: { words: string }) {
  return words.split(/(?<!")(\b[A-Z][A-Za-z]+\b)(?!")/).map((word, at) =>
    at % 2 === 1 && word !== "RFC" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of one sentence keep their places
      <a key={at} href={`#shape-${word}`}>
        {word}
      </a>
    ) : (
      word
    ),
  );
}

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
              <Td>
                <Type words={field.type} />
              </Td>
              <Td>
                <Said text={field.description ?? ""} />
              </Td>
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

/** What is answered: its fields, or the name of the shape that has them. */
function Answer({ status, schema }: { status: string; schema: Schema }) {
  const fields = fieldsOf(schema);
  if (fields.length > 0) return <Fields caption={`Answer ${status}: ${sayType(schema)}`} fields={fields} />;
  return (
    <p className="label" style={{ marginTop: 12 }}>
      Answer {status}: <Type words={sayType(schema)} />
    </p>
  );
}

/** One operation: what it does, who may, what it takes and gives. */
export function OperationEntry({ operation }: { operation: Listed }) {
  const { method, path, summary, description, parameters, requestBody, responses } = operation;
  const status = Object.keys(responses).find((code) => code !== "default") ?? "200";
  const body = json(requestBody?.content);
  const answer = json(responses[status]?.content);
  const example = requestBody?.content["application/json"]?.example;
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
          description: p.description ?? p.schema.description,
        }))}
      />
      {example === undefined ? null : (
        <div style={{ marginTop: 12 }}>
          <Curl
            text={curlCall(`"$SURETY_URL${path.replaceAll(/\{(\w+)\}/g, "$$$1")}"`, example, method)}
            what="the example"
          />
        </div>
      )}
      {body ? <Fields caption="Body" fields={fieldsOf(body)} /> : null}
      {answer ? <Answer status={status} schema={answer} /> : null}
    </article>
  );
}
