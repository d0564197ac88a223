import { createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromBase64, preAuthenticated } from "./signed-evidence.ts";

const VECTOR = new URL("../../../shared/data/vectors/dsse.json", import.meta.url);

test.skipIf(!existsSync(VECTOR))(
  "the protocol's own envelope verifies, and no other payload with its signature",
  () => {
    const { payload, payloadType, pae, key, envelope } = JSON.parse(readFileSync(VECTOR, "utf8"));
    const bytes = preAuthenticated(payloadType, fromBase64(envelope.payload));
    expect(new TextDecoder().decode(bytes)).toBe(pae);
    expect(new TextDecoder().decode(fromBase64(envelope.payload))).toBe(payload);
    const coordinate = (decimal: string) =>
      Buffer.from(BigInt(decimal).toString(16).padStart(64, "0"), "hex").toString("base64url");
    const jwk = { kty: "EC", crv: "P-256", x: coordinate(key.x_dec), y: coordinate(key.y_dec) };
    const publicKey = createPublicKey({ key: jwk, format: "jwk" });
    const signature = fromBase64(envelope.signatures[0].sig);
    const holds = (over: Uint8Array) =>
      verify("sha256", over, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature);
    expect(holds(bytes)).toBe(true);
    expect(holds(preAuthenticated(payloadType, new TextEncoder().encode("hello World")))).toBe(false);
  },
);

test("lengths in what is signed count bytes, not characters", () => {
  const said = new TextDecoder().decode(preAuthenticated("é", new TextEncoder().encode("ü")));
  expect(said).toBe("DSSEv1 2 é 2 ü");
});
