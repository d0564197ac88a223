"use client";
import { Select as Primitive } from "@base-ui/react/select";
import { cn } from "./cn";
import { controlStyle } from "./field";
import { floatStyle } from "./menu";

export interface SelectProps<T extends string> {
  options: readonly { value: T; label: string }[];
  /** Name in the form. */
  name?: string;
  /** Accessible name where no `Field` gives one. */
  label?: string;
  placeholder?: string;
  value?: T | null;
  defaultValue?: T;
  onValueChange?: (value: T | null) => void;
  required?: boolean;
  disabled?: boolean;
  className?: string;
}

/** One of several, in a list that opens. Inside a `Field` it is labelled by it; submits `value` under `name`. */
export function Select<T extends string>({ options, label, placeholder, className, ...root }: SelectProps<T>) {
  return (
    <Primitive.Root items={options as { value: T; label: string }[]} {...root}>
      <Primitive.Trigger
        aria-label={label}
        className={cn(controlStyle, "flex items-center justify-between gap-3 text-left", className)}
      >
        <Primitive.Value placeholder={placeholder} className="truncate data-placeholder:text-ink-3" />
        <Primitive.Icon>
          <svg viewBox="0 0 8 5" width="8" height="5" aria-hidden="true">
            <path d="M0 0h8L4 5z" fill="currentColor" />
          </svg>
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Primitive.Popup
            className={`${floatStyle} max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto py-1.5`}
          >
            <Primitive.List>
              {options.map((option) => (
                <Primitive.Item
                  key={option.value}
                  value={option.value}
                  className="flex min-h-7 cursor-default items-center justify-between gap-4 border-l-2 border-transparent px-3 text-sm outline-none select-none data-highlighted:border-ink data-selected:font-medium max-sm:min-h-10"
                >
                  <Primitive.ItemText>{option.label}</Primitive.ItemText>
                  <Primitive.ItemIndicator className="size-1.5 rounded-full bg-ink" />
                </Primitive.Item>
              ))}
            </Primitive.List>
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
