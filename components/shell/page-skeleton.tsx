import { Skeleton } from "@/components/ui/page-parts";
import { Page } from "./page";

/** The shape of a page while it is read: its sentence, then its rows; with `inbox` a list and what is looked at. */
export function PageSkeleton({ title, inbox }: { title: string; inbox?: boolean }) {
  if (inbox) {
    return (
      <Page crumbs={[{ label: title }]} bleed>
        <div className="inbox">
          <div className="inbox-list p-5">
            <Skeleton className="h-6 w-48" label={`${title} being read`} />
            <div className="mt-5 h-64 rounded-control bg-sunken" />
          </div>
          <div />
        </div>
      </Page>
    );
  }
  return (
    <Page crumbs={[{ label: title }]}>
      <Skeleton className="h-9 w-[520px] max-w-full" label={`${title} being read`} />
      <div className="mt-8 h-96 rounded-control bg-sunken" />
    </Page>
  );
}
