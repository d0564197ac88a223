/** What a form's fields hold, as the arguments of an action. */

/** RFC 3339 of what the input holds, never in the zone of the browser; undefined where it is empty. */
export const asInstant = (value: FormDataEntryValue | null): string | undefined =>
  typeof value === "string" && value !== "" ? `${value.slice(0, 16)}:00Z` : undefined;

/** A field's text; undefined where it is blank. */
export const asText = (value: FormDataEntryValue | null): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;

/** Lines or comma-separated words of a field. */
export const asList = (value: FormDataEntryValue | null): string[] =>
  typeof value === "string"
    ? value
        .split(/[\n,]/)
        .map((one) => one.trim())
        .filter(Boolean)
    : [];
