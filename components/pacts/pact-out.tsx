"use client";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { PactDocument } from "@/lib/domain/pact";

/** Ways out of a version: as a YAML file, as the request that saves it, as its hash. */
export function PactOut({
  document,
  text,
  hash,
  version,
  origin,
}: {
  document: PactDocument;
  /** As it was written, comments and all. */
  text: string;
  hash: string;
  version: number;
  origin: string;
}) {
  const copy = async (copied: string, what: string) => {
    await navigator.clipboard.writeText(copied);
    toast({ title: `${what} copied` });
  };
  const download = () => {
    const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    const link = Object.assign(window.document.createElement("a"), {
      href: url,
      download: `${document.pact}-v${version}.yaml`,
    });
    link.click();
    URL.revokeObjectURL(url);
  };
  const curl = [
    `curl -X PUT ${origin}/api/v1/pacts/${document.pact} \\`,
    `  -H "Authorization: Bearer $SURETY_KEY" -H "Content-Type: application/yaml" \\`,
    `  --data-binary @${document.pact}-v${version}.yaml`,
  ].join("\n");
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small" variant="bare">
          Export
        </Button>
      }
    >
      <MenuItem onSelect={download}>Download YAML</MenuItem>
      <MenuItem onSelect={() => copy(text, "YAML")}>Copy as YAML</MenuItem>
      <MenuItem onSelect={() => copy(curl, "Request")}>Copy as curl</MenuItem>
      <MenuItem onSelect={() => copy(hash, "Hash")}>Copy hash</MenuItem>
    </Menu>
  );
}
