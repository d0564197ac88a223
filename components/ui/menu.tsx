"use client";
import { Menu as Primitive } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./kbd";

const itemStyle =
  "flex min-h-7 cursor-default items-center justify-between gap-4 border-l-2 border-transparent py-1 pr-3 pl-3 text-sm no-underline outline-none select-none data-disabled:text-ink-3 data-highlighted:border-ink data-highlighted:font-medium max-sm:min-h-10";

/** The box of every floating list: menu, select, popover. */
export const floatStyle =
  "rounded-panel border border-line bg-surface text-ink shadow-float outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";

export interface MenuProps {
  trigger: ReactElement;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
  children: ReactNode;
}

/** A menu of actions below (or above) its trigger. */
export function Menu({ trigger, align = "start", side = "bottom", children }: MenuProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger render={trigger} />
      <Primitive.Portal>
        <Primitive.Positioner align={align} side={side} sideOffset={4} className="z-50 outline-none">
          <Primitive.Popup className={`${floatStyle} min-w-44 py-1.5`}>{children}</Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** One action. */
export function MenuItem({
  onSelect,
  disabled,
  shortcut,
  children,
}: {
  onSelect: () => void;
  disabled?: boolean;
  shortcut?: string;
  children: ReactNode;
}) {
  return (
    <Primitive.Item className={itemStyle} disabled={disabled} onClick={onSelect}>
      {children}
      {shortcut ? <Kbd>{shortcut}</Kbd> : null}
    </Primitive.Item>
  );
}

export function MenuSeparator() {
  return <Primitive.Separator className="my-1.5 h-px bg-line" />;
}

export interface MenuRadioProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
}

/** One of a few, chosen inside a menu; the menu stays open. */
export function MenuRadio<T extends string>({ label, value, onChange, options }: MenuRadioProps<T>) {
  return (
    <Primitive.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      <Primitive.GroupLabel className="label px-3.5 py-1">{label}</Primitive.GroupLabel>
      {options.map((option) => (
        <Primitive.RadioItem key={option.value} value={option.value} className={itemStyle}>
          {option.label}
          <Primitive.RadioItemIndicator className="size-1.5 rounded-full bg-ink" />
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  );
}
