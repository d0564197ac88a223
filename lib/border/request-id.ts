import { runtime } from "@/lib/runtime/runtime";

/** Any visible text of one line. */
const GIVEN = /^[\x20-\x7e]{1,256}$/;

/** The caller's X-Request-Id, which is echoed as it came, or one of ours. */
export function requestIdOf(given: string | string[] | null | undefined): string {
  return typeof given === "string" && GIVEN.test(given) ? given : runtime().ids.next("req");
}
