import type { Metadata } from "next";
import { Page, PageHead } from "@/components/shell/page";
import { WorkflowForm } from "@/components/workflows/workflow-form";
import { currentActor } from "@/lib/border/session";
import { save } from "../actions";

export const metadata: Metadata = { title: "Register workflow" };

/** A new workflow. */
export default async function NewWorkflowPage() {
  await currentActor();
  return (
    <Page crumbs={[{ label: "Workflows", href: "/workflows" }, { label: "Register workflow" }]}>
      <PageHead
        sentence="A workflow is a business path by name, with the actions that belong to it."
        lede="The risk of an action rules what is answered while the database is away."
      />
      <div className="mt-8">
        <WorkflowForm act={save} />
      </div>
    </Page>
  );
}
