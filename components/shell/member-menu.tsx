"use client";
import { startTransition } from "react";
import { Menu, MenuItem, MenuRadio, MenuSeparator } from "@/components/ui/menu";
import type { Role } from "@/lib/domain/roles";
import { useShell } from "./shortcuts";
import type { Theme } from "./theme";
import { chooseTheme, useTheme } from "./theme-choice";

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
  const chosen = useTheme(theme);
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
      <MenuRadio label="Theme" value={chosen} options={THEMES} onChange={chooseTheme} />
      <MenuSeparator />
      <MenuItem shortcut="?" onSelect={() => open("shortcuts")}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={() => startTransition(() => signOut())}>Sign out</MenuItem>
    </Menu>
  );
}
