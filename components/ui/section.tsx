import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A part of a page: an ink line under its heading, no card. `aside` is a word or a link at the right. */
export function Section({
  title,
  aside,
  children,
  className,
  ...rest
}: Omit<ComponentProps<"section">, "title"> & { title: ReactNode; aside?: ReactNode }) {
  return (
    <section {...rest} className={className}>
      <SectionHead title={title} aside={aside} />
      {children}
    </section>
  );
}

/** Heading of a section alone, where the section itself is drawn elsewhere. */
export function SectionHead({ title, aside, className }: { title: ReactNode; aside?: ReactNode; className?: string }) {
  return (
    <div className={cn("head", className)}>
      <h2>{title}</h2>
      {aside ? <span className="label whitespace-nowrap">{aside}</span> : null}
    </div>
  );
}

/** Pairs of a name and its value, in two columns. */
export function Facts({
  items,
  className,
}: {
  items: readonly (readonly [ReactNode, ReactNode])[];
  className?: string;
}) {
  return (
    <dl className={cn("kv", className)}>
      {items.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed for a render and names need not be unique
        <div key={index} className="contents">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
