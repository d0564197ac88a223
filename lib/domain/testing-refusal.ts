import { isSuretyError, type SuretyError } from "./errors.ts";

/** What work is refused with. @throws where it went through, and whatever else it ends with */
export async function refusal(work: Promise<unknown>): Promise<SuretyError> {
  const error = await work.then(
    () => new Error("it was not refused"),
    (thrown: unknown) => thrown,
  );
  if (!isSuretyError(error)) throw error;
  return error;
}
