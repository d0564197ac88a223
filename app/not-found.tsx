import type { Metadata } from "next";
import { Trouble } from "@/components/shell/trouble";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

/** What does not exist, and what the reader may not know of, look the same. */
export default function NotFound() {
  return (
    <Trouble
      title="There is nothing here."
      happened="This address names nothing that you can see: it was never there, was renamed, or belongs to another organisation."
      fix="Check the address, or start from the overview and search there by name or id."
      actions={
        <ButtonLink href="/" variant="primary">
          Go to the overview
        </ButtonLink>
      }
    />
  );
}
