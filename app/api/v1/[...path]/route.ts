import { answerRequest } from "@/lib/border/mount";

/** The API for hosts that run Next alone. Where our own server runs, it answers these paths itself and none comes here. */
export {
  answerRequest as DELETE,
  answerRequest as GET,
  answerRequest as PATCH,
  answerRequest as POST,
  answerRequest as PUT,
};
