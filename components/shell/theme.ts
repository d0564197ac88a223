/** The colour scheme: the system's unless the reader chose one. Kept in a cookie, so that the server writes the right page at once. */
export type Theme = "system" | "light" | "dark";
export const THEME_COOKIE = "surety-theme";

/** The cookie's value as a theme; anything unknown is the system's. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** What goes on the root element: nothing for the system's choice. */
export function themeAttribute(theme: Theme): "light" | "dark" | undefined {
  return theme === "system" ? undefined : theme;
}
