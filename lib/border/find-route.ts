/** Which route a method and a path mean. */
import { unstorable } from "./body";
import type { Route } from "./route";

interface Compiled {
  route: Route;
  segments: string[];
}

/** Finds routes by method and path: `{name}` takes one segment, the last one of a `rest` route all that follow. */
export class Router {
  private readonly byLength = new Map<number, Compiled[]>();
  private readonly open: Compiled[] = [];

  constructor(readonly routes: readonly Route[]) {
    for (const route of routes) {
      const segments = route.path.split("/");
      if (route.rest) {
        this.open.push({ route, segments });
        continue;
      }
      const same = this.byLength.get(segments.length) ?? [];
      // Literal segments before `{…}`, so that /reviews/mine is never taken for an id.
      same.push({ route, segments });
      same.sort(
        (a, b) =>
          a.segments.filter((s) => s.startsWith("{")).length - b.segments.filter((s) => s.startsWith("{")).length,
      );
      this.byLength.set(segments.length, same);
    }
  }

  /** The route and its parameters; the methods that the path knows, where the method is another. */
  find(method: string, path: string): { route: Route; params: Record<string, string> } | { allow: string[] } | null {
    const parts = path.split("/");
    // What GET answers, HEAD answers too; the server leaves the body away.
    const wanted = method === "HEAD" ? "GET" : method;
    const allow: string[] = [];
    for (const { route, segments } of this.byLength.get(parts.length) ?? []) {
      const params = match(segments, parts);
      if (!params) continue;
      if (route.method === wanted) return { route, params };
      allow.push(route.method);
    }
    for (const { route, segments } of this.open) {
      const last = segments.length - 1;
      const params = parts.length > last && match(segments, [...parts.slice(0, last), parts.slice(last).join("/")]);
      if (params && route.method === wanted) return { route, params };
    }
    return allow.length ? { allow } : null;
  }
}

/** Whether a body of this type goes to the route unread. */
export function takesStream(router: Router, method: string, path: string, type: string | undefined): boolean {
  const found = type === undefined || method !== "POST" ? null : router.find(method, path);
  if (!found || !("route" in found)) return false;
  const media = type?.split(";")[0]?.trim().toLowerCase() ?? "";
  return found.route.stream?.media.includes(media) ?? false;
}

function match(segments: string[], parts: string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i] as string;
    const part = parts[i] as string;
    if (segment.startsWith("{")) {
      const value = decoded(part);
      if (value === null) return null;
      params[segment.slice(1, -1)] = value;
    } else if (segment !== part) return null;
  }
  return params;
}

/** A segment of a path as text; null where it names nothing that there could be. */
function decoded(segment: string): string | null {
  try {
    const value = decodeURIComponent(segment);
    return value === "" || unstorable(value) ? null : value;
  } catch {
    return null;
  }
}
