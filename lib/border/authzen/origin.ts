import { runtime } from "@/lib/runtime/runtime";
import type { ApiRequest } from "../route";

/** Where this process answers, as the caller addressed it. The front lets forwarded headers through only from a trusted proxy. */
export function originOf({ header }: Pick<ApiRequest, "header">): string {
  const first = (name: string) => header(name)?.split(",")[0]?.trim();
  const host = first("x-forwarded-host") ?? header("host");
  if (!host || !/^[\w.-]+(?::\d+)?$|^\[[\da-f:]+\](?::\d+)?$/i.test(host)) return runtime().url;
  return `${first("x-forwarded-proto") === "https" ? "https" : "http"}://${host}`;
}
