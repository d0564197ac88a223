import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail as a real server received it. */
interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and bodies as they came. */
  raw: string;
}

export interface SmtpReceiver {
  /** For SMTP_URL. */
  url: string;
  got: ReceivedMail[];
  /** What it answers from now on; null: it takes everything. */
  refuse: { at: "address" | "message"; status: number } | null;
  stop(): Promise<void>;
}

/** An SMTP server of one's own for a suite, on a free port. */
export async function smtpReceiver(): Promise<SmtpReceiver> {
  const refused = (status: number) =>
    Object.assign(new Error("no, and here is what you sent"), { responseCode: status });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: (_address, _session, done) =>
      receiver.refuse?.at === "address" ? done(refused(receiver.refuse.status)) : done(),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        if (receiver.refuse?.at === "message") return done(refused(receiver.refuse.status));
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        const to = envelope.rcptTo.map(({ address }) => address);
        receiver.got.push({ from, to, raw: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const receiver: SmtpReceiver = {
    url: `smtp://127.0.0.1:${port}`,
    got: [],
    refuse: null,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
  return receiver;
}
