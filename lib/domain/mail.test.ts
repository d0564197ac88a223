import fc from "fast-check";
import { expect, test } from "vitest";
import { mailSettings, renderLetter } from "./mail.ts";
import { anyCharacter } from "./testing-text.ts";

const letter = {
  subject: "Incident\r\nBcc: everybody@example.com",
  parts: [
    "<b>Refund & run</b>",
    { title: 'A "title"', lines: [{ text: "one", href: "javascript:alert(1)" }] },
    { code: "<1>" },
  ],
  link: { label: "Open", href: "https://surety.example/incidents/inc_1?a=1&b=2" },
  foot: "You get this because…",
};

test("what a letter says is never markup, never another header, and links lead to web addresses only", () => {
  const { subject, text, html } = renderLetter(letter);
  expect(subject).toBe("Incident Bcc: everybody@example.com");
  expect(html).toContain("&lt;b&gt;Refund &amp; run&lt;/b&gt;");
  expect(html).toContain('href="https://surety.example/incidents/inc_1?a=1&amp;b=2"');
  expect(html).toContain("&lt;1&gt;");
  expect(html).not.toContain("javascript:");
  expect(text).toContain("<b>Refund & run</b>");
  expect(text).toContain("Open: https://surety.example/incidents/inc_1?a=1&b=2");
});

test("no text whatever adds an element to a letter", () => {
  const tags = (html: string) => html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/href="[^"]*"/, "")) ?? [];
  const says = (s: string) =>
    tags(
      renderLetter({ subject: s, parts: [s, { title: s, lines: [{ text: s, href: s }] }, { code: s }], foot: s }).html,
    );
  const plain = says("x");
  const markup = fc.constantFrom(..."<>&\"'=/\r\n\u0000");
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(anyCharacter, markup), minLength: 1 }), (s) => {
      expect(says(s)).toEqual(plain);
      expect(renderLetter({ subject: s, parts: [s] }).text).not.toContain("\u0000");
    }),
  );
});

test("without a mail server, or with half of one, the settings say so and repeat no password", () => {
  expect(mailSettings({}).problem).toMatch(/SMTP_URL is not set/);
  expect(mailSettings({ SMTP_URL: "http://u:secret@host" }).problem).toMatch(/smtp:/);
  expect(mailSettings({ SMTP_URL: "smtp://u:secret@host" }).problem).toMatch(/MAIL_FROM/);
  expect(mailSettings({ SMTP_URL: "smtp://h", MAIL_FROM: "nobody" }).problem).toMatch(/MAIL_FROM is not/);
  expect(JSON.stringify(mailSettings({ SMTP_URL: "x://u:secret@h" }))).not.toContain("secret");
  expect(mailSettings({ SMTP_URL: "smtps://h:465", MAIL_FROM: "Surety <s@x.example>" }).problem).toBeNull();
});
