import type { Metadata } from "next";
import { cache } from "react";
import { IncidentPackDocument } from "@/components/incidents/pack-document";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { incidentPack } from "@/lib/queries/incident-pack";

interface Props {
  params: Promise<{ id: string }>;
}

const packOf = cache(async (id: string) => found(incidentPack(await currentActor(), id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Pack: ${(await packOf((await params).id)).incident.title}` };
}

/** The post-incident pack as a document to read and print. */
export default async function PackPage({ params }: Props) {
  const pack = await packOf((await params).id);
  const { id, title } = pack.incident;
  return (
    <Page
      crumbs={[
        { label: "Incidents", href: "/incidents" },
        { label: title, href: `/incidents/${id}` },
        { label: "Post-incident pack" },
      ]}
      actions={
        <ButtonLink size="small" href={`/incidents/${id}/pack/json`} prefetch={false}>
          Download as JSON
        </ButtonLink>
      }
    >
      <IncidentPackDocument pack={pack} />
    </Page>
  );
}
