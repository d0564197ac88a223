"use client";
import { Button as Primitive } from "@base-ui/react/button";
import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { cn } from "./cn";
import { Kbd } from "./kbd";

const buttonStyle = cva(
  "inline-flex items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap no-underline select-none focus-visible:rounded-control aria-busy:cursor-progress aria-disabled:opacity-60",
  {
    variants: {
      variant: {
        plain: "border-line-strong bg-surface text-ink hover:border-ink",
        primary: "border-ink bg-ink text-paper hover:bg-ink-2 hover:border-ink-2",
        bare: "border-transparent bg-transparent px-2 text-ink hover:underline underline-offset-3",
      },
      size: {
        regular: "h-8 px-3 text-sm max-sm:h-10",
        small: "h-6 gap-1.5 px-2 text-xs max-sm:h-8",
      },
    },
    compoundVariants: [{ variant: "bare", size: "regular", className: "px-2" }],
    defaultVariants: { variant: "plain", size: "regular" },
  },
);

type Look = VariantProps<typeof buttonStyle> & {
  /** The key that presses it, shown as a label only: the shortcut itself is bound where the action lives. */
  shortcut?: string;
};

function Content({ children, shortcut, inverse }: { children: ReactNode; shortcut?: string; inverse: boolean }) {
  return (
    <>
      {children}
      {shortcut ? (
        <Kbd className={inverse ? "border-paper/36 bg-transparent text-paper" : undefined}>{shortcut}</Kbd>
      ) : null}
    </>
  );
}

export type ButtonProps = ComponentProps<typeof Primitive> & Look & { busy?: boolean };

/** A button. `busy` keeps its label, says so to assistive technology and refuses a second press. Default type: button. */
export function Button({ variant, size, shortcut, busy, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <Primitive
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={cn(buttonStyle({ variant, size }), className as string | undefined)}
    >
      <Content shortcut={shortcut} inverse={variant === "primary"}>
        {children}
      </Content>
    </Primitive>
  );
}

/** Submits the form around it; while the action runs it says `busyLabel` (default: "Recording…") and is busy. */
export function SubmitButton({
  busyLabel = "Recording…",
  children,
  variant = "primary",
  ...rest
}: ButtonProps & { busyLabel?: string }) {
  const { pending } = useFormStatus();
  return (
    <Button {...rest} variant={variant} type="submit" busy={pending}>
      {pending ? busyLabel : children}
    </Button>
  );
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function ButtonLink({
  variant,
  size,
  shortcut,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & Look) {
  return (
    <Link {...rest} className={cn(buttonStyle({ variant, size }), className)}>
      <Content shortcut={shortcut} inverse={variant === "primary"}>
        {children}
      </Content>
    </Link>
  );
}
