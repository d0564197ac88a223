import type { ServerResponse } from "node:http";
import { problem } from "@/lib/border/problem";
import type { ApiRequest, ApiResponse } from "@/lib/border/route";
import { told } from "@/lib/border/router";
import { admit, type OpenStream, openStream } from "@/lib/border/stream";
import { SuretyError } from "@/lib/domain/errors";
import { runtime } from "@/lib/runtime/runtime";

const BEAT_MS = 15_000;
/** What may wait in this process for a client that reads slowly, bytes. Past it the client is let go, and can resume. */
const MOST_BUFFERED = 256 * 1024;
const MOST_STREAMS = 10_000;

/** The streams that this process holds open. */
export interface Streams {
  /** Holds the connection open and answers nothing; or gives the answer that refuses it. */
  open(request: ApiRequest, res: ServerResponse): Promise<ApiResponse | null>;
  /** Ends all of them, before the server closes. */
  end(): void;
}

export function createStreams(): Streams {
  const held = new Set<OpenStream>();
  let beating: NodeJS.Timeout | undefined;
  let ended = false;
  const beat = () => {
    runtime().live.heal();
    for (const stream of held) stream.beat();
  };
  const hold = (stream: OpenStream) => {
    held.add(stream);
    beating ??= setInterval(beat, BEAT_MS).unref();
  };
  const drop = (stream: OpenStream) => {
    held.delete(stream);
    stream.close();
    if (held.size > 0) return;
    clearInterval(beating);
    beating = undefined;
  };

  return {
    async open(request, res) {
      try {
        if (ended || held.size >= MOST_STREAMS)
          throw new SuretyError("unavailable", "This process holds no more streams.", { retryAfter: 5 });
        const actor = await admit(request);
        if (res.destroyed) return null;
        const stream = openStream(request, actor, sinkOf(res));
        hold(stream);
        res.on("close", () => drop(stream));
        return null;
      } catch (error) {
        return problem(await told(error), request.requestId);
      }
    },
    end() {
      ended = true;
      for (const stream of [...held]) drop(stream);
    },
  };
}

function sinkOf(res: ServerResponse) {
  res.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    // Proxies that gather answers would hold events back.
    "x-accel-buffering": "no",
  });
  res.socket?.setNoDelay(true);
  return {
    write(text: string): boolean {
      if (res.destroyed || res.writableLength > MOST_BUFFERED) return false;
      res.write(text);
      return true;
    },
    end(): void {
      // A client that does not read would keep a connection that is only ended.
      if (res.writableLength > MOST_BUFFERED) res.destroy();
      else res.end();
    },
  };
}
