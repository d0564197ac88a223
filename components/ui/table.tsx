import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export interface TableProps extends Omit<ComponentProps<"table">, "children"> {
  /** What the table shows, for assistive technology; visible only with `showCaption`. */
  caption: string;
  showCaption?: boolean;
  /** Rows of 28 px instead of 36. */
  dense?: boolean;
  /** On a small screen each row becomes a block, read in the same order. Otherwise the table scrolls sideways. */
  stack?: boolean;
  /** Rows can be selected: leaves room for the selection rule and answers to the pointer. */
  selectable?: boolean;
  children: ReactNode;
}

/** A real table: hairlines, no zebra. Put `Th scope="col"` in the head and `Th scope="row"` on what names a row. */
export function Table({ caption, showCaption, dense, stack, selectable, className, children, ...rest }: TableProps) {
  const table = (
    <table
      {...rest}
      data-dense={dense || undefined}
      data-stack={stack || undefined}
      data-selectable={selectable || undefined}
      className={cn("tbl", className)}
    >
      <caption className={showCaption ? "label pb-2 text-left" : "sr-only"}>{caption}</caption>
      {children}
    </table>
  );
  if (stack) return table;
  // Scrolled sideways by keyboard too, so it takes the focus.
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div className="scroll" role="group" aria-label={caption} tabIndex={0}>
      {table}
    </div>
  );
}

interface CellProps {
  /** Right-aligned digits. */
  num?: boolean;
  /** The column's name, shown before the value when the table is stacked. */
  label?: string;
}

/** A data cell. */
export function Td({ num, label, className, ...rest }: ComponentProps<"td"> & CellProps) {
  return <td {...rest} data-label={label} className={cn(num && "num", className)} />;
}

/** A head cell; default scope is the column. @param unseen its words are for assistive technology only */
export function Th({
  num,
  label,
  unseen,
  className,
  scope = "col",
  children,
  ...rest
}: ComponentProps<"th"> & CellProps & { unseen?: boolean }) {
  return (
    <th {...rest} scope={scope} data-label={label} className={cn(num && "num", className)}>
      {unseen ? <span className="sr-only">{children}</span> : children}
    </th>
  );
}
