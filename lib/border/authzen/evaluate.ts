import type { DecisionJson } from "@/lib/domain/present";
import type { Actor } from "@/lib/domain/roles";
import { askEach } from "@/lib/services/decisions/ask";
import type { IdempotentCall } from "@/lib/services/idempotent";
import { type AuthzenAnswer, isPermit, toAnswer, toFault, toRequest } from "./mapping";
import { type Evaluation, type Evaluations, evaluationBody, readBody, type Semantic, withDefaults } from "./parse";

type Put = Evaluation | { fault: string };
const isPut = (one: Put): one is Evaluation => !("fault" in one);

/** One question: one recorded decision. @param origin where the task of a held one is polled */
export function evaluate(
  actor: Actor,
  asked: Evaluation,
  origin: string,
  idempotent?: IdempotentCall,
): Promise<AuthzenAnswer> {
  return askEach(actor, [toRequest(asked)], ([decision]) => toAnswer(decision as DecisionJson, asked, origin), {
    idempotent,
  });
}

/** Whether an answer ends the call under this semantic. */
const ends = (semantic: Semantic, permit: boolean): boolean =>
  (semantic === "deny_on_first_deny" && !permit) || (semantic === "permit_on_first_permit" && permit);

/**
 * Several questions: those that are put are decided in order and recorded in one commit, up to the one that ends the call;
 * one with a fault is answered with no and nothing is recorded of it.
 */
export async function evaluateAll(
  actor: Actor,
  asked: Evaluations,
  origin: string,
  idempotent?: IdempotentCall,
): Promise<{ evaluations: AuthzenAnswer[] }> {
  const semantic = asked.options?.evaluations_semantic ?? "execute_all";
  const all = (asked.evaluations ?? []).map((one) => withDefaults(one, asked));
  const fault = semantic === "deny_on_first_deny" ? all.findIndex((one) => !isPut(one)) : -1;
  const considered = fault < 0 ? all : all.slice(0, fault + 1);
  const put = considered.filter(isPut);
  const enough = (decision: DecisionJson, index: number) => ends(semantic, isPermit(decision, put[index]?.context));
  return askEach(
    actor,
    put.map(toRequest),
    (decisions) => ({ evaluations: lineUp(considered, decisions, semantic, origin) }),
    {
      idempotent,
      enough: semantic === "execute_all" ? undefined : enough,
    },
  );
}

/** Answers in the order of the questions, up to the one that ended the call. */
function lineUp(considered: Put[], decisions: DecisionJson[], semantic: Semantic, origin: string): AuthzenAnswer[] {
  const answers: AuthzenAnswer[] = [];
  const left = [...decisions];
  for (const one of considered) {
    const decision = isPut(one) ? left.shift() : undefined;
    const answer = isPut(one) ? decision && toAnswer(decision, one, origin) : toFault(one.fault);
    if (!answer) break;
    answers.push(answer);
    if (ends(semantic, answer.decision)) break;
  }
  return answers;
}

/** Without questions, the defaults are the one question, with nothing missing. */
export const asOne = (request: Parameters<typeof readBody>[1]): Evaluation => readBody(evaluationBody, request);
