import { CopyButton } from "@/components/ui/copy-button";

/** `sha256:9c41d2…e07b` → `sha256:9c41…e07b`. */
function shorten(hash: string): string {
  const [prefix, digits] = hash.includes(":") ? (hash.split(":", 2) as [string, string]) : ["", hash];
  if (digits.length <= 12) return hash;
  return `${prefix ? `${prefix}:` : ""}${digits.slice(0, 4)}…${digits.slice(-4)}`;
}

/** A hash: short on screen, whole when copied, on paper and for assistive technology. */
export function Hash({ value, what = "hash", bare }: { value: string; what?: string; bare?: boolean }) {
  return (
    <span className="mono inline-flex items-center gap-1 wrap-anywhere text-ink-2">
      <span aria-hidden="true" className="whitespace-nowrap print:hidden" title={value}>
        {shorten(value)}
      </span>
      <span className="sr-only print:not-sr-only">{value}</span>
      {bare ? null : <CopyButton text={value} what={what} />}
    </span>
  );
}

/** An identifier as it is (`dec_8Kq2vX`), with copy. */
export function Id({ value, what = "id", bare }: { value: string; what?: string; bare?: boolean }) {
  return (
    <span className="mono inline-flex items-center gap-1">
      {value}
      {bare ? null : <CopyButton text={value} what={what} />}
    </span>
  );
}
