"use client";
import { type ChangeEvent, useState } from "react";

/** A field that keeps what is typed as long as it has the focus, and shows what it was understood as afterwards. */
export function useTyped(shown: string, onText: (text: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  return {
    value: typed ?? shown,
    onFocus: () => setTyped(shown),
    onBlur: () => setTyped(null),
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.target.value);
      onText(event.target.value);
    },
  };
}
