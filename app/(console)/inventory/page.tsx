import type { Metadata } from "next";
import { InventoryTable } from "@/components/inventory/inventory-table";
import { Page, PageHead } from "@/components/shell/page";
import { plural } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/page-parts";
import { currentActor } from "@/lib/border/session";
import { inventory } from "@/lib/queries/inventory";

export const metadata: Metadata = { title: "Weakest answers" };

/** Every workflow's four answers to a sceptic, the weakest first. */
export default async function InventoryPage() {
  const items = await inventory(await currentActor());
  const owing = items.filter(({ next }) => next !== null).length;
  return (
    <Page crumbs={[{ label: "Workflows", href: "/workflows" }, { label: "Weakest answers" }]}>
      <PageHead
        sentence={
          items.length === 0
            ? "No workflow yet: there is nothing to answer for."
            : owing === 0
              ? "Every workflow answers all four questions."
              : `${plural(owing, "workflow")} of ${items.length} owe an answer.`
        }
        lede="What is promised, how is it measured, how fresh is that, and what changes if it fails? 0 to 100 each; the weakest answer of what matters most stands first, with the step that mends most of it."
      />
      <div className="mt-8">
        {items.length === 0 ? (
          <EmptyState
            sentence="Register a workflow with its actions, and its four answers stand here."
            action={<ButtonLink href="/workflows/new">Register workflow</ButtonLink>}
          />
        ) : (
          <InventoryTable items={items} />
        )}
      </div>
    </Page>
  );
}
