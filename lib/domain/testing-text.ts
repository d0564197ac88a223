import fc from "fast-check";

const SURROGATES = { from: 0xd800, count: 0x800 };

/** Any character that there is. fast-check's own unit "binary" says the same, and takes seconds to be made. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map((code) => String.fromCodePoint(code < SURROGATES.from ? code : code + SURROGATES.count));
