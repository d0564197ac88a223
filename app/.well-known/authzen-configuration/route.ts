import { answerRequest } from "@/lib/border/mount";

/** AuthZEN's metadata for hosts that run Next alone; our own server answers this path itself. */
export { answerRequest as GET };
