"use client";
import { startTransition, useState } from "react";
import { Menu, MenuItem, MenuRadio, MenuSeparator } from "@/components/ui/menu";
import type { Role } from "@/lib/domain/roles";
import { useShell } from "./shortcuts";
import { THEME_COOKIE, type Theme, themeAttribute } from "./theme";

export interface ShellMember {
  name: string;
  email: string;
  role: Role;
}

const THEMES = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** Shows the theme at once and keeps it for a year, for the server to write the next page in it. */
function applyTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and older Safari
  document.cookie = `${THEME_COOKIE}=${theme};path=/;max-age=31536000;samesite=lax`;
}

/** Who is signed in; behind it the theme, the keys and the way out. */
export function MemberMenu({
  member,
  theme,
  signOut,
}: {
  member: ShellMember;
  theme: Theme;
  signOut: () => Promise<void>;
}) {
  const [chosen, setChosen] = useState(theme);
  const { open } = useShell();
  const trigger = (
    <button type="button" className="-my-1 min-h-6 text-left decoration-line-strong underline-offset-3 hover:underline">
      {member.name}, {member.role}
    </button>
  );
  return (
    <Menu trigger={trigger} side="top">
      <p className="label px-3.5 pb-1">{member.email}</p>
      <MenuSeparator />
      <MenuRadio
        label="Theme"
        value={chosen}
        options={THEMES}
        onChange={(next) => {
          setChosen(next);
          applyTheme(next);
        }}
      />
      <MenuSeparator />
      <MenuItem shortcut="?" onSelect={() => open("shortcuts")}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={() => startTransition(() => signOut())}>Sign out</MenuItem>
    </Menu>
  );
}
