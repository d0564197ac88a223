import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Curl } from "@/components/ui/curl";
import { SectionHead } from "@/components/ui/section";

export const metadata: Metadata = { title: "Verify the ledger" };

const OURS = `npm run surety -- verify ledger-0.json --key "surety/…+1a2b3c4d+A…"`;

const PYTHON = `# pip install cryptography            python3 check.py ledger-0.json "surety/…+1a2b3c4d+A…"
import base64, hashlib, hmac, json, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

bundle, key = json.load(open(sys.argv[1])), sys.argv[2]
sha = lambda data: hashlib.sha256(data).digest()

# 1. The checkpoint is signed with the key that you pinned.
text, _, signatures = bundle["checkpoint"].rpartition("\\n\\n")
text += "\\n"
name, _, raw = key.split("+", 2)
public = base64.b64decode(raw)
own = sha(name.encode() + b"\\n" + public)[:4]
lines = [base64.b64decode(line.split(" ")[2]) for line in signatures.splitlines()]
signature = next(line[4:] for line in lines if line[:4] == own)
Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature, text.encode())
origin, size, root = text.split("\\n")[:3]
assert origin == name

# 2. The facts are those that each leaf committed to. (Canonical JSON; enough where no number is a fraction.)
for entry in bundle["entries"]:
    leaf = json.loads(entry["leaf"])
    assert "surety/" + leaf["log"] == origin, entry["index"]
    if entry["facts"] is not None:
        facts = json.dumps(entry["facts"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        made = hmac.new(bytes.fromhex(entry["salt"]), facts.encode(), "sha256").hexdigest()
        assert made == leaf["commitments"]["facts"], entry["index"]

# 3. Leaves and proof lead to the signed root (RFC 6962).
leaves = {entry["index"]: sha(b"\\0" + entry["leaf"].encode()) for entry in bundle["entries"]}
proof = iter(base64.b64decode(hash) for hash in bundle["proof"])
numbers = sorted(leaves)

def tree(low, high, mine):
    if not mine:
        return next(proof)
    if high - low == 1:
        return leaves[low]
    middle = low + (1 << (high - low - 1).bit_length() - 1)
    left = tree(low, middle, [n for n in mine if n < middle])
    return sha(b"\\1" + left + tree(middle, high, [n for n in mine if n >= middle]))

assert tree(0, int(size), numbers) == base64.b64decode(root)
print(len(leaves), "entries hold, in a log of", size)`;

const GO = `// A C2SP client in Go reads the log as it reads any other; the tiles ask for your key.
// go get github.com/transparency-dev/tessera
src, _ := client.NewHTTPFetcher(logURL, authorised)      // logURL: https://…/api/v1/ledger/acme/
verifier, _ := note.NewVerifier("surety/…+1a2b3c4d+A…")
checkpoint, _, _, err := client.FetchCheckpoint(ctx, src.ReadCheckpoint, verifier, verifier.Name())`;

const OPENSSL = `# KEY: the log's verifier key, as you pinned it; checkpoint: the file that you were given, or fetched.
# Once keys were rotated it has a line for each: take yours.
sed '/^$/,$d' checkpoint > text
grep "^— surety/" checkpoint | head -1 | cut -d' ' -f3 | base64 -d | tail -c 64 > signature
{ printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; echo "$KEY" | cut -d+ -f3- | base64 -d | tail -c 32; } > key.der
openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature`;

const SHELL = `curl -s -H "Authorization: Bearer $SURETY_KEY" $URL/api/v1/ledger/acme/checkpoint
curl -s -H "Authorization: Bearer $SURETY_KEY" $URL/api/v1/ledger/acme/tile/entries/000
curl -s -H "Authorization: Bearer $SURETY_KEY" "$URL/api/v1/ledger/proof/consistency?from=18000"
# whoever holds the link of a trust report sends its token in place of a key:
curl -s "$URL/api/v1/ledger/acme/checkpoint?token=…"`;

const WITNESS = `npm run surety -- witness --name witness.example/globex --log "surety/…+1a2b3c4d+A…" --port 7380
# prints its own verifier key. An owner names it, under Ledger, Witnesses and keys, or by
# POST /api/v1/ledger/witnesses {"url": "https://witness.example", "key": "…"}`;

/** What the ledger's files hold, and how they are checked with tools that nobody here wrote. Open to anybody. */
export default function VerifyPage() {
  return (
    <main id="main" className="mx-auto max-w-[920px] px-6 pt-12 pb-24">
      <p className="label">
        <a href="/reference">API reference</a>
      </p>
      <h1 className="sentence mt-2">Verify the ledger, with us or without</h1>
      <p className="lede mt-3">
        Every change and every decision stands in an append-only Merkle log (RFC 6962), signed each second. The formats
        are those of C2SP: checkpoints, tiles, proofs and witnesses, so you need not believe our tools.
      </p>
      <Part title="With our tool">
        <Curl text={OURS} what="The command" />
        <p className="mt-3">
          Exit code 0 and one line, or 1 and the first bad entry with what is wrong. It keeps the newest head that it
          saw in <code>SURETY_HOME/seen.json</code> and refuses a file that does not extend it: a history that was
          rewritten, and signed again with the real key, passes every check but that one. Ask for files with{" "}
          <code>?since=</code> and the size that you saw. In the console, the ledger’s page does the same in the
          browser.
        </p>
      </Part>
      <Part title="What a leaf is">
        <p>
          Canonical JSON (RFC 8785) of the log’s random id, a kind, a time and commitments:{" "}
          <code>HMAC-SHA256(salt, facts)</code>, 32 random bytes of salt for each entry, kept outside the log. Who is
          shown facts and salt can check them; nobody learns anything from the leaf alone; and what is erased, facts and
          salt together, stays in its place. Decisions are sealed each second: the leaf of <code>decisions.sealed</code>{" "}
          holds the root over their salted lines.
        </p>
      </Part>
      <Part title="What the files hold">
        <dl>
          {FILES.map(([name, holds]) => (
            <div key={name} className="border-b border-line py-2">
              <dt className="mono">{name}</dt>
              <dd className="text-ink-2">{holds}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <Part title="With openssl: who signed the head">
        <Curl text={OPENSSL} what="The commands" />
      </Part>
      <Part title="With a page of Python">
        <Curl text={PYTHON} what="The script" />
      </Part>
      <Part title="With any client of tiled logs">
        <p className="mb-3">
          The log’s prefix is <code>/api/v1/ledger/SLUG/</code>, its id in place of the slug too:{" "}
          <code>checkpoint</code>, <code>tile/0/x001/234</code>, <code>tile/entries/…</code>. Its key is at{" "}
          <code>key</code>; pin it once, from somewhere else than here.
        </p>
        <Curl text={SHELL} what="The requests" />
        <div className="mt-3">
          <Curl text={GO} what="The program" />
        </div>
      </Part>
      <Part title="Be a witness">
        <p className="mb-3">
          A witness sees each checkpoint extend the one before and says so with a key of its own (C2SP tlog-witness).
          One that you run yourself makes a rewritten history impossible to show to you and to others alike.
        </p>
        <Curl text={WITNESS} what="The command" />
      </Part>
    </main>
  );
}

const FILES = [
  [
    "surety-bundle/1",
    "keys, checkpoint, entries (number, leaf hash, leaf, facts, salt) and proof: the roots of the subtrees without any of the entries, left to right. Where `range` is given, no entry of it is left out. `earlier` shows that the log of an earlier size was extended. `report`: a DSSE envelope, signed with the log’s key, of that very checkpoint.",
  ],
  [
    "surety-receipt/1, of an entry",
    "keys, a C2SP tlog-proof (index, path, checkpoint), and the entry’s leaf, facts and salt.",
  ],
  [
    "surety-receipt/1, of a decision",
    "keys, a tlog-proof, and the decision’s line as it was sealed. The proof’s `extra` holds the way from that line to the leaf, big-endian: time of the entry (8 bytes, ms), its commitment to facts (32), the line’s salt (32), then place and number of lines in the segment, place and number of segments (4 each), and the hashes of both paths. leaf = SHA-256(0x00, salt, line).",
  ],
] as const;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-10">
      <SectionHead title={title} />
      <div className="mt-3">{children}</div>
    </section>
  );
}
