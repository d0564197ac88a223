import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/shell/page";
import { currentActor } from "@/lib/border/session";
import { GrantDetail, GrantMark, grantOf } from "../../../grant-detail";
import { caseSearch } from "./search";

interface Props {
  params: Promise<{ slug: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { level, agent } = await grantOf((await params).id);
  return { title: `${level} authority for ${agent}` };
}

/** A request for more authority with the case beside it. */
export default async function AuthorityCasePage({ params, searchParams }: Props) {
  const [actor, { slug, id }] = await Promise.all([currentActor(), params]);
  const { agent, level } = await grantOf(id);
  if (agent !== slug) notFound();
  const { on } = caseSearch.parse(await searchParams);
  return (
    <Page
      crumbs={[
        { label: "Agents", href: "/agents" },
        { label: agent, href: `/agents/${agent}` },
        { label: `${level} authority` },
      ]}
    >
      <div className="mb-3">
        <GrantMark id={id} />
      </div>
      <GrantDetail actor={actor} id={id} on={on} />
    </Page>
  );
}
