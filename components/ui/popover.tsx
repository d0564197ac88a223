"use client";
import { Popover as Primitive } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { floatStyle } from "./menu";

export interface PopoverProps {
  trigger: ReactElement;
  /** Shown at its head and its accessible name. */
  title: string;
  align?: "start" | "center" | "end";
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

/** A small layer beside its trigger, for what is read or filled in without leaving the page. */
export function Popover({ trigger, title, align = "start", onOpenChange, children }: PopoverProps) {
  return (
    <Primitive.Root onOpenChange={onOpenChange}>
      <Primitive.Trigger render={trigger} />
      <Primitive.Portal>
        <Primitive.Positioner align={align} sideOffset={4} className="z-50">
          <Primitive.Popup className={`${floatStyle} w-[min(360px,calc(100vw-32px))] p-4 text-sm`}>
            <Primitive.Title className="mb-2 text-sm font-semibold">{title}</Primitive.Title>
            {children}
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
