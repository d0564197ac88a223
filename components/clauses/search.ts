import { z } from "zod";
import { oneOf, search, word } from "@/components/shell/search";

/** What the address of the list of clauses holds. */
export const clausesSearch = search(
  z.object({ show: oneOf(["due", "mine", "everything"], "everything"), owner: word }),
);
