import type { Metadata } from "next";
import { plural } from "@/components/trust/words";
import { EmptyState } from "@/components/ui/page-parts";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { currentActor } from "@/lib/border/session";
import type { IssuerKind } from "@/lib/domain/issuer";
import { may } from "@/lib/domain/roles";
import { type IssuerView, listIssuers } from "@/lib/queries/issuers";
import { SettingsFrame } from "../frame";
import { NewIssuer, RevokeIssuer } from "./issuer-dialog";

export const metadata: Metadata = { title: "Issuers" };

const KINDS: Record<IssuerKind, string> = {
  own: "Our own: half the weight",
  counterparty: "The counterparty: full weight",
  third_party: "A third party: full weight",
};

function sentenceOf(issuers: readonly IssuerView[]): string {
  const standing = issuers.filter(({ revokedAt }) => revokedAt === null).length;
  if (standing === 0) return "Nobody's signature on evidence is believed yet.";
  return `${plural(standing, "issuer's", "issuers'")} signature${standing === 1 ? "" : "s"} on evidence are believed.`;
}

export default async function IssuersPage() {
  const actor = await currentActor();
  const issuers = await listIssuers(actor);
  const manages = may(actor, "issuer.write");
  return (
    <SettingsFrame
      tab="issuers"
      sentence={sentenceOf(issuers)}
      lede="An issuer signs evidence with a key that is registered here, as an in-toto Statement in a DSSE envelope or as a JWS. How much its word weighs in the score follows from who it is."
      actions={manages ? <NewIssuer /> : null}
    >
      <Section title="Issuers">
        {issuers.length === 0 ? (
          <div className="mt-4">
            <EmptyState sentence="There is no issuer yet: all evidence counts as the word of whoever sent it." />
          </div>
        ) : (
          <Table caption="Issuers of signed evidence with their keys" stack>
            <thead>
              <tr>
                <Th>Issuer</Th>
                <Th>Whose word</Th>
                <Th>Keys</Th>
                <Th>State</Th>
                {manages ? <Th unseen>Change</Th> : null}
              </tr>
            </thead>
            <tbody>
              {issuers.map((issuer) => (
                <Row key={issuer.slug} issuer={issuer} manages={manages} />
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </SettingsFrame>
  );
}

function Row({ issuer, manages }: { issuer: IssuerView; manages: boolean }) {
  const { slug, name, kind, keys, revokedAt } = issuer;
  return (
    <tr>
      <Th scope="row">
        {name}
        <div className="label mono">{slug}</div>
      </Th>
      <Td label="Whose word">{KINDS[kind]}</Td>
      <Td label="Keys" className="mono">
        {keys.map(({ id, jwk }) => (
          <div key={id} className="break-all">
            {id} <span className="label">{jwk.crv}</span>
          </div>
        ))}
      </Td>
      <Td label="State">{revokedAt === null ? "believed" : "revoked"}</Td>
      {manages ? (
        <Td className="text-right">{revokedAt === null ? <RevokeIssuer slug={slug} name={name} /> : null}</Td>
      ) : null}
    </tr>
  );
}
