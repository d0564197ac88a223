"use client";
import { AlertDialog as Alert } from "@base-ui/react/alert-dialog";
import { Dialog as Primitive } from "@base-ui/react/dialog";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

const backdropStyle =
  "no-print fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";
const popupStyle =
  "fixed left-1/2 z-50 w-[min(calc(100vw-32px),var(--dialog-width))] -translate-x-1/2 overflow-y-auto rounded-panel border border-line bg-surface shadow-float outline-none transition-[opacity,transform] data-ending-style:opacity-0 data-starting-style:-translate-y-1 data-starting-style:opacity-0";

export interface DialogProps {
  /** The element that opens it; leave out when `open` is controlled from elsewhere. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** Width in px, default 520. */
  width?: number;
  /** Hides the title from sight; it stays its name. */
  bareTitle?: boolean;
  children: ReactNode;
}

/** A modal layer with a title. Forms go inside; close it from the caller once the action has answered. */
export function Dialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  width = 520,
  bareTitle,
  children,
}: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Primitive.Trigger render={trigger} /> : null}
      <Primitive.Portal>
        <Primitive.Backdrop className={backdropStyle} />
        <Primitive.Popup
          data-modal=""
          className={cn(popupStyle, "top-[12vh] max-h-[80vh]", bareTitle ? "" : "p-5")}
          style={{ "--dialog-width": `${width}px` } as React.CSSProperties}
        >
          <Primitive.Title className={bareTitle ? "sr-only" : "text-md leading-6 font-semibold"}>
            {title}
          </Primitive.Title>
          {description ? (
            <Primitive.Description className={bareTitle ? "sr-only" : "mt-1 text-sm text-ink-2"}>
              {description}
            </Primitive.Description>
          ) : null}
          <div className={bareTitle ? undefined : "mt-4"}>{children}</div>
          {bareTitle ? <Primitive.Close className="sr-only">Close</Primitive.Close> : null}
        </Primitive.Popup>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** The row of buttons at the foot of a dialog: what cancels at the left of what acts. */
export function DialogActions({ children, cancel = "Cancel" }: { children: ReactNode; cancel?: string }) {
  return (
    <div className="mt-5 flex flex-wrap justify-end gap-2">
      <Primitive.Close render={<Button variant="bare" />}>{cancel}</Primitive.Close>
      {children}
    </div>
  );
}

export interface ConfirmDialogProps {
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** A question that names what will happen: "Suspend invoice-clerk?". */
  title: string;
  /** What follows, and whether it can be undone. */
  description: ReactNode;
  /** The button that acts and any fields, e.g. a form with a reason and a `SubmitButton`. */
  children: ReactNode;
}

/** Asks before something that cannot be unsaid. It cannot be dismissed by pressing outside. */
export function ConfirmDialog({ trigger, open, onOpenChange, title, description, children }: ConfirmDialogProps) {
  return (
    <Alert.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Alert.Trigger render={trigger} /> : null}
      <Alert.Portal>
        <Alert.Backdrop className={backdropStyle} />
        <Alert.Popup
          data-modal=""
          className={cn(popupStyle, "top-[16vh] max-h-[76vh] p-5")}
          style={{ "--dialog-width": "460px" } as React.CSSProperties}
        >
          <Alert.Title className="text-md leading-6 font-semibold">{title}</Alert.Title>
          <Alert.Description className="mt-1 text-sm text-ink-2" render={<div />}>
            {description}
          </Alert.Description>
          <div className="mt-4">{children}</div>
        </Alert.Popup>
      </Alert.Portal>
    </Alert.Root>
  );
}

/** Cancel of a `ConfirmDialog`. */
export function ConfirmCancel({ children = "Cancel" }: { children?: ReactNode }) {
  return <Alert.Close render={<Button variant="bare" />}>{children}</Alert.Close>;
}
