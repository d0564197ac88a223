import { CopyButton } from "./copy-button";

/** A command to run in a shell, with copy. */
export function Curl({ text, what = "command" }: { text: string; what?: string }) {
  return (
    <div className="relative">
      <pre className="code pr-10">{text}</pre>
      <CopyButton text={text} what={what} className="absolute top-2 right-2" />
    </div>
  );
}
