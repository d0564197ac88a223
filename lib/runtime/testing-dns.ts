import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type DecodedPacket, decode, encode } from "dns-packet";

/** A name server of one's own for a suite, on a free UDP port. */
export interface NameServer {
  /** For a resolver: 127.0.0.1:PORT */
  address: string;
  /** What stands at a name; a name that is not here does not exist. */
  texts: Map<string, string[]>;
  /** `silent`: it takes what is asked and never answers; `refuses`: it says that it will not. */
  mood: "answers" | "refuses" | "silent";
  stop(): Promise<void>;
}

const RCODE = { NOERROR: 0, NXDOMAIN: 3, REFUSED: 5 } as const;
/** Longer texts stand in several strings of one record, as zone files have them. */
const STRING = 60;

export async function nameServer(): Promise<NameServer> {
  const socket = createSocket("udp4");
  const answerTo = ({ id, questions = [] }: DecodedPacket): Buffer => {
    const [asked] = questions;
    const name = asked?.name ?? "";
    const texts = asked?.type === "TXT" ? server.texts.get(name) : undefined;
    const code = server.mood === "refuses" ? RCODE.REFUSED : texts ? RCODE.NOERROR : RCODE.NXDOMAIN;
    const found = code === RCODE.NOERROR ? (texts ?? []) : [];
    const answers = found.map((text) => ({
      ...{ type: "TXT" as const, name },
      ttl: 60, // words: ok
      data: text.match(new RegExp(`.{1,${STRING}}`, "g")) ?? [""],
    }));
    return encode({ type: "response", id, flags: code, questions, answers });
  };
  socket.on("message", (message, { port, address }) => {
    if (server.mood !== "silent") socket.send(answerTo(decode(message)), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const server: NameServer = {
    address: `127.0.0.1:${socket.address().port}`,
    texts: new Map(),
    mood: "answers",
    stop: () => new Promise((done) => socket.close(done)),
  };
  return server;
}
