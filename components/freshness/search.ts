import { z } from "zod";
import { flag, oneOf, search, word } from "@/components/shell/search";

const OWNERS = ["everyone", "mine"] as const;

/** What the address of the freshness board holds. `clause` is `pact/key`; `release` one of several; `submit` opens the form. */
export const freshnessSearch = search(
  z.object({ owner: oneOf(OWNERS, "everyone"), agent: word, clause: word, release: word, submit: flag }),
);
