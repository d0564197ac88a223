import type { ReactNode } from "react";
import { Page, PageHead } from "@/components/shell/page";
import { TabLinks } from "@/components/ui/choices";

const TABS = [
  ["members", "Members"],
  ["roles", "Roles"],
  ["teams", "Teams"],
  ["keys", "Keys"],
  ["issuers", "Issuers"],
  ["webhooks", "Webhooks"],
  ["mail", "Mail"],
  ["organisation", "Organisation"],
  ["records", "Records"],
  ["notifications", "Your notifications"],
  ["account", "Your account"],
] as const;

interface Props {
  tab: (typeof TABS)[number][0];
  /** The page's answer. */
  sentence: string;
  lede?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** One tab of the settings. */
export function SettingsFrame({ tab, sentence, lede, actions, children }: Props) {
  const label = TABS.find(([key]) => key === tab)?.[1] ?? "";
  return (
    <Page crumbs={[{ label: "Settings", href: "/settings" }, { label }]}>
      <PageHead sentence={sentence} lede={lede} actions={actions} />
      <div className="mt-8">
        <TabLinks
          label="Settings"
          options={TABS.map(([key, name]) => ({ href: `/settings/${key}`, label: name, current: key === tab }))}
        />
      </div>
      <div className="mt-6 flex flex-col gap-10">{children}</div>
    </Page>
  );
}
