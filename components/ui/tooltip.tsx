"use client";
import { Tooltip as Primitive } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

export interface TooltipProps {
  /** What it says. Never the only place of something a reader needs: it is not there on touch screens. */
  content: ReactNode;
  /** The element that it belongs to; must take focus. */
  children: ReactElement;
  side?: "top" | "bottom" | "left" | "right";
}

/** A short label on hover and focus. */
export function Tooltip({ content, children, side = "top" }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger render={children} delay={300} />
      <Primitive.Portal>
        <Primitive.Positioner side={side} sideOffset={6} className="z-50">
          <Primitive.Popup className="max-w-80 rounded-control bg-ink px-2 py-1 text-xs text-paper shadow-float transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {content}
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
