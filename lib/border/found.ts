import "server-only";
import { notFound } from "next/navigation";
import { isSuretyError } from "@/lib/domain/errors";

/** What a read model gives; what may not be known of becomes the page for that. */
export async function found<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isSuretyError(error) && error.kind === "not_found") notFound();
    throw error;
  }
}
