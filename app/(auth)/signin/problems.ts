/** Why nobody was signed in: what happened, and what to do. */
const PROBLEMS: Record<string, readonly [title: string, mend: string]> = {
  wrong: [
    "This e-mail address and password do not belong together.",
    "Check both. After ten wrong passwords in a row nobody gets in for a quarter of an hour.",
  ],
  locked: [
    "This account is locked for 15 minutes.",
    "There were ten wrong passwords in a row, and until then the right one does not open it either. Wait, then try again.",
  ],
  limited: [
    "Too many wrong passwords came from your network.",
    "Wait a quarter of an hour, or sign in from elsewhere.",
  ],
  busy: ["Too many people are signing in at this moment.", "Try again in a few seconds."],
  unverified: [
    "Your identity provider has not verified your e-mail address.",
    "Have it verified there, or sign in with your password.",
  ],
  unknown: [
    "You are not a member of any organisation here.",
    "Ask an owner for an invitation to the e-mail address that your identity provider knows.",
  ],
};

const OTHER = [
  "Your identity provider did not sign you in.",
  "Try again. If it stays so, whoever runs this installation finds the cause in the log.",
] as const;

/** @param code of the password sign-in, or next-auth's `error` of a provider */
export function problemOf(code: string): readonly [title: string, mend: string] {
  return PROBLEMS[code] ?? OTHER;
}
