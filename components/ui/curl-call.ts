const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * A call that sends JSON, to be pasted into a shell; the key stays a variable, so that the lines can be shared.
 * @param address whole, or with a variable of the shell in it
 */
export function curlCall(address: string, body: unknown, method = "POST"): string {
  const text = JSON.stringify(body, null, 1).replaceAll(/\n\s*/g, " ");
  return [
    `curl -s ${method === "POST" ? "" : `-X ${method} `}${address} \\`,
    `  -H "Authorization: Bearer $SURETY_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d ${quote(text)}`,
  ].join("\n");
}
