import type { Metadata } from "next";
import { When } from "@/components/trust/when";
import { plural } from "@/components/trust/words";
import { EmptyState, Tag } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { ownOrigin } from "@/lib/border/console";
import { currentActor } from "@/lib/border/session";
import { may } from "@/lib/domain/roles";
import { type ListedKey, listKeys } from "@/lib/queries/keys";
import { SettingsFrame } from "../frame";
import { EndKey, ReplaceKey } from "./key-actions";
import { NewKey } from "./new-key";

export const metadata: Metadata = { title: "Keys" };

function sentenceOf(keys: readonly ListedKey[]): string {
  const unused = keys.filter((key) => key.lastUsedAt === null).length;
  const words = `${plural(keys.length, "key opens", "keys open")} this organisation to programs`;
  return unused === 0 ? `${words}.` : `${words}; ${unused} ${unused === 1 ? "was" : "were"} never used.`;
}

export default async function KeysPage() {
  const actor = await currentActor();
  const [keys, origin] = await Promise.all([listKeys(actor, { limit: 500, after: null }), ownOrigin()]);
  const service = keys.filter((key) => key.kind === "service");
  const personal = keys.filter((key) => key.kind === "personal");
  const manages = may(actor, "key.write");
  return (
    <SettingsFrame
      tab="keys"
      sentence={sentenceOf(keys)}
      lede="A service key acts for a program, within its scopes. A personal key acts for you, with your role, and is the only kind that can approve."
      actions={<NewKey service={manages} origin={origin} />}
    >
      {manages ? <KeyTable title="Service keys" keys={service} me={actor.id} manages origin={origin} /> : null}
      <KeyTable
        title={manages ? "Personal keys" : "Your keys"}
        keys={personal}
        me={actor.id}
        manages={manages}
        origin={origin}
      />
    </SettingsFrame>
  );
}

interface TableProps {
  title: string;
  keys: readonly ListedKey[];
  me: string;
  manages: boolean;
  origin: string;
}

function KeyTable({ title, keys, me, manages, origin }: TableProps) {
  return (
    <Section title={title} aside={plural(keys.length, "key")}>
      {keys.length === 0 ? (
        <div className="mt-4">
          <EmptyState sentence="There is none. Make one for each program, so that each can be ended alone." />
        </div>
      ) : (
        <Table caption={title} stack>
          <thead>
            <tr>
              <Th>Name</Th>
              <Th>Begins with</Th>
              <Th>May</Th>
              <Th>Last used</Th>
              <Th>Ends</Th>
              <Th unseen>Change</Th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <KeyRow key={key.id} listed={key} me={me} manages={manages} origin={origin} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function KeyRow({ listed: key, me, manages, origin }: Omit<TableProps, "title" | "keys"> & { listed: ListedKey }) {
  const own = key.member === me;
  return (
    <tr>
      <Th scope="row">
        {key.name}
        {key.memberName ? <div className="label">{own ? "you" : key.memberName}</div> : null}
      </Th>
      <Td label="Begins with" className="mono">
        {key.prefix}
      </Td>
      <Td label="May">
        {key.kind === "personal"
          ? "as its member"
          : key.scopes.map((scope) => (
              <Tag key={scope} className="mr-1">
                {scope}
              </Tag>
            ))}
      </Td>
      <Td label="Last used">{key.lastUsedAt ? <When at={key.lastUsedAt} /> : "never"}</Td>
      <Td label="Ends">{key.expiresAt ? <When at={key.expiresAt} /> : "when revoked"}</Td>
      <Td className="text-right whitespace-nowrap">
        {key.kind === "service" || own ? <ReplaceKey id={key.id} name={key.name} origin={origin} /> : null}
        {manages || own ? <EndKey id={key.id} name={key.name} /> : null}
      </Td>
    </tr>
  );
}
