import { expect, test } from "vitest";
import { csv } from "./csv";

test("quotes, commas and line breaks stay inside their cell", () => {
  expect(csv(["a", "b"], [['say "hi", you', "x\ny"]])).toBe('a,b\r\n"say ""hi"", you","x\ny"\r\n');
});

test("a spreadsheet never takes a request's text for a formula; numbers stay numbers", () => {
  expect(csv(["a"], [["=cmd()"], ["@x"], [-5], [null], [true]])).toBe("a\r\n'=cmd()\r\n'@x\r\n-5\r\n\r\ntrue\r\n");
});
