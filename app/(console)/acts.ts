import { type Actor, may, type Permission } from "@/lib/domain/roles";

const ACTS: readonly { label: string; href: string; needs: Permission; keywords: string[] }[] = [
  { label: "Write a pact", href: "/pacts/new", needs: "pact.write", keywords: ["new", "draft", "paste"] },
  { label: "Register an agent", href: "/agents/new", needs: "agent.write", keywords: ["new", "release"] },
  { label: "Submit evidence", href: "/freshness", needs: "evidence.record", keywords: ["record", "test"] },
  { label: "Ask for an override", href: "/overrides/new", needs: "override.request", keywords: ["exception", "new"] },
  { label: "Invite a member", href: "/settings/members", needs: "member.write", keywords: ["people", "new"] },
  { label: "Make a key", href: "/settings/keys", needs: "key.own", keywords: ["api", "secret", "new"] },
];

/** What this member can set about doing from anywhere, for the palette. */
export const actsOf = (actor: Actor) =>
  ACTS.filter(({ needs }) => may(actor, needs)).map(({ label, href, keywords }) => ({
    kind: "act",
    label,
    href,
    keywords,
  }));
