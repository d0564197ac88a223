import { Resolver } from "node:dns/promises";

interface Asked {
  /** `address:port` of the name servers to ask; default: those that the system asks. */
  servers?: readonly string[];
  /** How long a server is waited for, each of two times, ms. */
  patience?: number;
}

/**
 * The texts at a name of the domain name system, the strings of one record joined; null: there are none.
 * @throws Error where nobody answered in time, or only to refuse
 */
export async function textsAt(name: string, { servers, patience = 2_500 }: Asked = {}): Promise<string[] | null> {
  const resolver = new Resolver({ timeout: patience, tries: 2 });
  if (servers) resolver.setServers(servers);
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENOTFOUND" || code === "ENODATA") return null;
    throw error;
  }
}
