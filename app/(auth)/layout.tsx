import type { ReactNode } from "react";

/** Outside the console: one column, the name of the house, nothing else. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main id="main" className="mx-auto flex min-h-screen max-w-[440px] flex-col px-4 pt-[14vh] pb-16">
      <p className="brand">Surety</p>
      {children}
    </main>
  );
}
