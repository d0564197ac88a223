import { Page } from "@/components/shell/page";
import { Skeleton } from "@/components/ui/page-parts";

/** The shape of the page, while its rows are read. */
export default function Loading() {
  return (
    <Page crumbs={[{ label: "Decisions" }]} bleed>
      <div className="flex flex-col gap-4 px-8 py-3 max-lg:px-5 max-sm:px-4">
        <Skeleton className="h-6 w-80 max-w-full" label="Decisions are being read" />
        <div className="h-36 rounded-control bg-sunken" />
        <div className="h-96 rounded-control bg-sunken" />
      </div>
    </Page>
  );
}
