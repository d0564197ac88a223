import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { parseTheme, THEME_COOKIE, themeAttribute } from "@/components/shell/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Surety", template: "%s · Surety" },
  description: "Contracts with AI agents that bind at runtime.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7fbf9" },
    { media: "(prefers-color-scheme: dark)", color: "#0c1415" },
  ],
};

/** The document. The theme comes from a cookie, so no script has to run before the first paint. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en-GB" data-theme={themeAttribute(theme)} suppressHydrationWarning>
      <body>
        <div className="root">{children}</div>
      </body>
    </html>
  );
}
