import { conflict, type SuretyError } from "@/lib/domain/errors";

/** Where the database refuses what a reader says through a link that was open a moment ago. */
export const linkClosed = (): SuretyError => conflict("This link was closed at this very moment.", "closed");
