/** A refusal of the server as the console shows it: what, why, and the number that finds it in the log. */
export class Refused extends Error {
  readonly title: string;
  readonly status: number;
  readonly requestId: string | null;

  constructor(problem: { title: string; detail: string; status: number; requestId: string | null }) {
    super(problem.detail);
    this.title = problem.title;
    this.status = problem.status;
    this.requestId = problem.requestId;
  }
}

/** GET of JSON from our own server. @throws Refused with the words of the problem document */
export async function fetchJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: "application/json" } }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    const detail =
      "The server did not answer. Check that it runs and that you are online; the page tries again by itself.";
    throw new Refused({ title: "No connection", detail, status: 0, requestId: null });
  });
  if (response.ok) return response.json() as Promise<T>;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new Refused({
    title: problem.title ?? "The server could not answer",
    detail: problem.detail ?? "Nothing was changed. Try again; if it fails again, report the request id.",
    status: response.status,
    requestId: response.headers.get("x-request-id"),
  });
}
