/** One message of a stream of Server-Sent Events. */
export interface Message {
  id: string;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read messages of every shape
  data: any;
}

/** A client that reads `/api/v1/stream` from outside, as an SDK would. */
export class Listener {
  readonly heard: Message[] = [];
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
  private readonly waiting = new Set<() => void>();
  private readonly abort = new AbortController();

  private constructor(
    readonly response: Response,
    abort: AbortController,
  ) {
    this.abort = abort;
    this.ended = this.read();
  }

  static async open(url: string, key: string | null, headers: Record<string, string> = {}): Promise<Listener> {
    const abort = new AbortController();
    const response = await fetch(`${url}/api/v1/stream`, {
      headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
      signal: abort.signal,
    });
    return new Listener(response, abort);
  }

  private async read(): Promise<void> {
    let text = "";
    const decoder = new TextDecoder();
    try {
      for await (const part of this.response.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(part, { stream: true });
        const blocks = text.split("\n\n");
        text = blocks.pop() ?? "";
        for (const block of blocks) this.take(block);
      }
    } catch {
      // Left by `leave`.
    }
    for (const look of this.waiting) look();
  }

  private take(block: string): void {
    const fields = new Map(
      block.split("\n").map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]),
    );
    if (!fields.has("data")) return;
    const data = JSON.parse(fields.get("data") ?? "null");
    this.heard.push({ id: fields.get("id") ?? "", event: fields.get("event") ?? "message", data });
    for (const look of this.waiting) look();
  }

  /** The first message, already heard or to come, that fits. */
  async until(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.heard.find(fits);
        if (!found) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }

  event = (kind: string, fits: (message: Message) => boolean = () => true) =>
    this.until((message) => message.event === kind && fits(message));

  leave(): Promise<void> {
    this.abort.abort();
    return this.ended;
  }
}
