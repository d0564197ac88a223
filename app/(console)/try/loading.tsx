import { Page } from "@/components/shell/page";
import { Skeleton } from "@/components/ui/page-parts";

/** The shape of the page, while what agents may ask is read. */
export default function Loading() {
  return (
    <Page crumbs={[{ label: "Try it" }]}>
      <Skeleton className="h-8 w-96 max-w-full" label="The page is being read" />
      <div className="mt-6 grid grid-cols-2 gap-10 max-lg:grid-cols-1">
        <div className="h-80 rounded-control bg-sunken" />
        <div className="h-80 rounded-control bg-sunken" />
      </div>
    </Page>
  );
}
