import type { Metadata } from "next";
import { Page, PageHead } from "@/components/shell/page";
import { WorkflowForm } from "@/components/workflows/workflow-form";
import { found } from "@/lib/border/found";
import { currentActor } from "@/lib/border/session";
import { workflowBySlug } from "@/lib/queries/workflow";
import { save } from "../../actions";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${(await params).slug}` };
}

/** What is said of a workflow. */
export default async function EditWorkflowPage({ params }: Props) {
  const { slug, name, consequential, risk, actions } = await found(
    workflowBySlug(await currentActor(), (await params).slug),
  );
  return (
    <Page
      crumbs={[
        { label: "Workflows", href: "/workflows" },
        { label: name, href: `/workflows/${slug}` },
        { label: "Edit" },
      ]}
    >
      <PageHead
        sentence={`What ${name} is.`}
        lede="A change holds from the next decision on, and stands in the ledger."
      />
      <div className="mt-8">
        <WorkflowForm workflow={{ slug, name, consequential, risk, actions }} act={save} />
      </div>
    </Page>
  );
}
