import { Resolver } from "node:dns/promises";

/** The texts at a name of the domain name system; null: there are none. @throws Error where nobody answered in time */
export async function textsAt(name: string): Promise<string[] | null> {
  const resolver = new Resolver({ timeout: 2_500, tries: 2 });
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENOTFOUND" || code === "ENODATA") return null;
    throw error;
  }
}
