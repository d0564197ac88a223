"use client";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { NAV_ENTRIES } from "./nav";
import { useShell } from "./shortcuts";

const EVERYWHERE: readonly (readonly [string, string])[] = [
  ["Ctrl K", "Search or act"],
  ["?", "This sheet"],
  ["Esc", "Close what is open"],
];

/** `?`: every key that does something here. */
export function ShortcutSheet() {
  const { layer, open, shortcuts } = useShell();
  const shown = layer === "shortcuts";
  const here = shown
    ? shortcuts().map((each) => [each.key === " " ? "Space" : each.key.toUpperCase(), each.label] as const)
    : [];
  return (
    <Dialog
      open={shown}
      onOpenChange={(next) => open(next ? "shortcuts" : null)}
      title="Keyboard shortcuts"
      width={640}
    >
      <div className="grid grid-cols-2 gap-x-10 gap-y-6 max-sm:grid-cols-1">
        <div className="flex flex-col gap-6">
          {here.length > 0 ? <Keys title="On this page" keys={here} /> : null}
          <Keys title="Everywhere" keys={EVERYWHERE} />
        </div>
        <Keys title="Go to" keys={NAV_ENTRIES.map((entry) => [`G ${entry.letter}`, entry.label] as const)} />
      </div>
    </Dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3 className="border-b border-line pb-1 text-sm">{title}</h3>
      <dl>
        {keys.map(([key, label]) => (
          <div key={`${key} ${label}`} className="flex min-h-7 items-center justify-between gap-4 text-sm">
            <dt>{label}</dt>
            <dd className="flex gap-1">
              {key.split(" ").map((part) => (
                <Kbd key={part} className="max-sm:inline-flex">
                  {part}
                </Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
