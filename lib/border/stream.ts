import { z } from "zod";
import { SuretyError } from "@/lib/domain/errors";
import { type Actor, may } from "@/lib/domain/roles";
import type { LiveMessage } from "@/lib/runtime/live";
import { runtime } from "@/lib/runtime/runtime";
import { permit } from "@/lib/services/verb";
import { authenticate } from "./principal";
import { type ApiRequest, type Route, reply, route } from "./route";

export const STREAM_PATH = "/api/v1/stream";

/** How long a client waits before it connects again, ms. */
const RETRY = "retry: 2000\n\n";
const BEAT = ": beat\n\n";
/** Messages that wait for one client while its access is checked. */
const MOST_WAITING = 1_000;

/** Where a stream is written to. */
export interface Sink {
  /** False: the client does not keep up, and is to be let go. */
  write(text: string): boolean;
  end(): void;
}

export interface OpenStream {
  /** A sign of life, and a look at whether the client still has access. */
  beat(): void;
  close(): void;
}

type Asking = Pick<ApiRequest, "method" | "header">;

/**
 * Who opens a stream.
 * @throws SuretyError unauthenticated, forbidden
 */
export async function admit(request: Asking): Promise<Actor> {
  const actor = await authenticate(request);
  if (!actor)
    throw new SuretyError("unauthenticated", "Send `Authorization: Bearer sry_…`, or sign in to the console.");
  permit(actor, "snapshot.read");
  return actor;
}

/** Events are for those who may read; whoever only decides follows the revision. */
function format(message: LiveMessage, actor: Actor): string {
  if (message.kind === "revision") return write("revision", message.cursor, { revision: message.revision });
  if (!may(actor, "read")) return "";
  const { id, kind, subject, at, payload } = message.event;
  return write(kind, message.cursor, { id, kind, subject, at: at.toISOString(), data: payload });
}

const write = (event: string, id: bigint, data: object): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Where Last-Event-ID says that the client stopped; null where it says nothing of ours. */
function resumeFrom(request: Asking): bigint | null {
  const id = request.header("last-event-id");
  return id !== undefined && /^\d{1,18}$/.test(id) ? BigInt(id) : null;
}

/**
 * Follows the organisation for one client until either ends it. Access is looked at anew before anything is written, so a
 * key that was revoked hears of nothing that came after.
 */
export function openStream(request: Asking, opened: Actor, sink: Sink): OpenStream {
  const { live, log } = runtime();
  const { organisationId } = opened;
  let waiting: LiveMessage[] = [];
  let beating = false;
  let writing = false;
  let closed = false;
  let unfollow: (() => void) | undefined;

  const close = () => {
    if (closed) return;
    closed = true;
    unfollow?.();
    waiting = [];
    sink.end();
  };
  const flush = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    try {
      while (!closed && (waiting.length > 0 || beating)) {
        const actor = await authenticate(request);
        if (actor?.organisationId !== organisationId || !may(actor, "snapshot.read")) return close();
        const batch = waiting.map((message) => format(message, actor)).join("");
        const text = beating ? batch + BEAT : batch;
        waiting = [];
        beating = false;
        if (text && !closed && !sink.write(text)) return close();
      }
    } catch (error) {
      // Whether the client still has access cannot be said: it may come back and be asked.
      log.debug({ err: error }, "a stream was closed");
      close();
    } finally {
      writing = false;
    }
  };
  const follow = (message: LiveMessage): void => {
    if (closed) return;
    // Of several revisions only the newest matters.
    if (message.kind === "revision" && waiting.at(-1)?.kind === "revision") waiting.pop();
    waiting.push(message);
    if (waiting.length > MOST_WAITING) close();
    else void flush();
  };

  sink.write(RETRY);
  live.follow(organisationId, follow, resumeFrom(request)).then((stop) => {
    if (closed) stop();
    unfollow = stop;
  }, close);
  return {
    beat() {
      beating = true;
      void flush();
    },
    close,
  };
}

/** For the OpenAPI document, and for hosts that cannot hold a connection open: what there is to tell, once. */
export const streamRoutes: Route[] = [
  route({
    method: "GET",
    path: STREAM_PATH,
    summary:
      "Server-Sent Events: `revision` whenever decisions may change, and what happens in the organisation (those for keys with scope read). `Last-Event-ID` resumes; a comment each 15 s is a sign of life",
    tag: "Live",
    permission: "snapshot.read",
    media: "text/event-stream",
    response: z.string(),
    handle: async ({ actor, request }) => {
      permit(actor, "snapshot.read");
      const messages = await runtime().live.missed(actor.organisationId, resumeFrom(request));
      const text = RETRY + messages.map((message) => format(message, actor)).join("");
      return reply({ text, headers: { "content-type": "text/event-stream; charset=utf-8" } });
    },
  }),
];
