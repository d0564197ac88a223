import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import {
  COSIGNING_KEY,
  cosignature,
  cosignedText,
  makeVerifierKey,
  parseVerifierKey,
  signatureLine,
  type VerifierKey,
  verifierKeyText,
} from "@/lib/domain/note";
import { addCheckpoint } from "@/lib/domain/witness";

/** The longest request: a proof of 63 hashes and a note of many signatures. */
const LONGEST = 64 * 1024;

/** What a witness remembers of each log: the newest head that it cosigned. */
type Memory = Record<string, { size: number; root: string }>;

export interface WitnessOptions {
  /** As the witness signs: `witness.example/globex`. */
  name: string;
  /** Verifier keys of the logs that it knows. */
  logs: readonly string[];
  /** Folder of its key and its memory. */
  home: string;
  /** POSIX time, seconds. */
  now?: () => number;
}

/** A witness (C2SP tlog-witness) as a server that is not listening yet, and its verifier key. */
export function createWitness({ name, logs, home, now = () => Math.floor(Date.now() / 1000) }: WitnessOptions): {
  server: Server;
  key: VerifierKey;
} {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const secret = readKey(join(home, "witness-key.pem"));
  const { x } = createPublicKey(secret).export({ format: "jwk" });
  const key = makeVerifierKey(name, COSIGNING_KEY, new Uint8Array(Buffer.from(x ?? "", "base64url")));
  const known = logs.map(parseVerifierKey);
  const memoryPath = join(home, "witnessed.json");
  const memory: Memory = existsSync(memoryPath) ? JSON.parse(readFileSync(memoryPath, "utf8")) : {};
  const cosign = (body: string): { status: number; body: string; type: string } => {
    const answer = addCheckpoint(body, (origin) => {
      const keys = known.filter((log) => log.name === origin);
      const before = memory[origin];
      return keys.length === 0
        ? null
        : { origin, keys, size: before?.size ?? 0, root: before ? hexToBytes(before.root) : null };
    });
    if (answer.status !== 200) return { ...answer, type: answer.type ?? "text/plain; charset=utf-8" };
    memory[answer.origin] = { size: answer.next.size, root: bytesToHex(answer.next.root) };
    // Kept before it is said: what was cosigned once is never contradicted.
    writeWhole(memoryPath, `${JSON.stringify(memory, null, 2)}\n`);
    const seconds = now();
    const signature = sign(null, utf8ToBytes(cosignedText(seconds, answer.text)), secret);
    return {
      status: 200,
      body: signatureLine(key, cosignature(seconds, signature)),
      type: "text/plain; charset=utf-8",
    };
  };
  const server = createServer((req, res) => {
    if (req.method !== "POST" || req.url !== "/add-checkpoint") {
      res.writeHead(404).end("POST /add-checkpoint\n");
      return;
    }
    let body = "";
    req.setEncoding("utf8");
    req.on("data", (part: string) => {
      body += part;
      if (body.length > LONGEST) req.destroy();
    });
    req.on("end", () => {
      const answer = cosign(body);
      res.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
    });
  });
  return { server, key };
}

function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.next`, text, { mode: 0o600 });
  renameSync(`${path}.next`, path);
}

function readKey(path: string): KeyObject {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeWhole(path, privateKey.export({ format: "pem", type: "pkcs8" }) as string);
  }
  return createPrivateKey(readFileSync(path, "utf8"));
}

/** `witness --name NAME --log KEY… [--port PORT] [--host HOST] [--home FOLDER]`: serves until it is stopped. */
export async function witnessCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: "string" },
      log: { type: "string", multiple: true },
      port: { type: "string", default: "7380" },
      host: { type: "string", default: "127.0.0.1" },
      home: { type: "string", default: join(process.env.SURETY_HOME || ".surety", "witness") },
    },
  });
  const { name, log = [], port, host, home } = values;
  if (!name || log.length === 0)
    throw new Error("name yourself and a log: surety witness --name witness.example/me --log KEY [--port 7380]");
  const { server, key } = createWitness({ name, logs: log, home });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen({ port: Number(port), host }, resolve);
  });
  process.stdout.write(`witness ${name} at http://${host}:${port}/add-checkpoint\n${verifierKeyText(key)}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close(() => resolve()));
  });
  return 0;
}
