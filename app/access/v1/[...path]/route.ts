import { answerRequest } from "@/lib/border/mount";

/** AuthZEN for hosts that run Next alone. Where our own server runs, it answers these paths itself and none comes here. */
export { answerRequest as POST };
