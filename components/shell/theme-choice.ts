"use client";
import { useSyncExternalStore } from "react";
import { THEME_COOKIE, type Theme, themeAttribute } from "./theme";

let chosen: Theme | null = null;
const listeners = new Set<() => void>();

/** Shows the theme at once and keeps it for a year, for the server to write the next page in it. */
export function chooseTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and older Safari
  document.cookie = `${THEME_COOKIE}=${theme};path=/;max-age=31536000;samesite=lax`;
  chosen = theme;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The theme in force, wherever it was chosen. @param written the one that the server wrote this page in */
export function useTheme(written: Theme): Theme {
  return useSyncExternalStore(
    subscribe,
    () => chosen ?? written,
    () => written,
  );
}
