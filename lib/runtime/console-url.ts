/** Where people find the console, without a slash at its end. */
export function consoleUrl(url: string): string {
  const known = process.env.AUTH_URL;
  return known && URL.canParse(known) ? new URL(known).origin : url;
}
