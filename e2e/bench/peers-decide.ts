/** The engines that `decide` is held against, each in its best set-up: casbin and Cedar, four conditions a workflow. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { DecisionRequest } from "../../lib/domain/decision.ts";
import { ACTION } from "./decide-world.ts";

/** Whether a request is permitted. */
export type Engine = (request: DecisionRequest) => boolean;

/** Most amount and items of the `n`th workflow. */
export const most = (n: number) => ({ amount: 400 + (n % 10) * 10, items: 4 + (n % 2) });

/** The four conditions in CEL, one for each clause of the `n`th pact. */
export function fourConditions(n: number): string[] {
  const { amount, items } = most(n);
  return [
    `context.amount <= ${amount}`,
    'context.currency in ["EUR", "GBP", "USD"]',
    'context.country != "KP"',
    `context.items < ${items + 1}`,
  ];
}

const workflowOf = (request: DecisionRequest) => request.workflow as string;
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

interface Casbin {
  newModelFromString(text: string): unknown;
  newEnforcer(model: unknown): Promise<CasbinEnforcer>;
}
interface CasbinEnforcer {
  addPolicy(...values: string[]): Promise<boolean>;
  enforceSync(...values: unknown[]): boolean;
}

const casbinModel = (policy: string, effect: string, matcher: string) => `
[request_definition]
r = sub, act, ctx
[policy_definition]
p = ${policy}
[policy_effect]
e = ${effect}
[matchers]
m = ${matcher}
`;
const ALLOWED = "some(where (p.eft == allow))";

function casbinConditions(n: number): string[] {
  const { amount, items } = most(n);
  return [
    `r.ctx.amount <= ${amount}`,
    '(r.ctx.currency == "EUR" || r.ctx.currency == "GBP" || r.ctx.currency == "USD")',
    'r.ctx.country != "KP"',
    `r.ctx.items < ${items + 1}`,
  ];
}

/** One enforcer a workflow, so that none looks at another's policies; asked synchronously, its matcher compiled once. */
async function casbinEach(
  casbin: Casbin,
  workflows: number,
  fill: (n: number) => { model: string; policies: string[][] },
): Promise<Engine> {
  const enforcers = new Map<string, CasbinEnforcer>();
  for (const n of numbers(workflows)) {
    const { model, policies } = fill(n);
    const enforcer = await casbin.newEnforcer(casbin.newModelFromString(model));
    for (const policy of policies) await enforcer.addPolicy(...policy);
    enforcers.set(`workflow-${n}`, enforcer);
  }
  return (request) => {
    const enforcer = enforcers.get(workflowOf(request)) as CasbinEnforcer;
    return enforcer.enforceSync(request.agent, request.action, request.context);
  };
}

/** Set-ups of casbin, of which the fastest counts: conditions in the matcher, beside a policy, and as rules of policies. */
export async function casbinEngines(folder: string, workflows: number): Promise<Record<string, Engine>> {
  const casbin: Casbin = createRequire(join(folder, "index.js"))("casbin");
  const named = (n: number) => `r.sub == "bot-${n}" && r.act == "${ACTION}"`;
  return {
    "casbin, all in the matcher": await casbinEach(casbin, workflows, (n) => ({
      model: casbinModel("sub, act", ALLOWED, [named(n), ...casbinConditions(n)].join(" && ")),
      policies: [],
    })),
    "casbin, matcher and policy": await casbinEach(casbin, workflows, (n) => ({
      model: casbinModel(
        "sub, act",
        ALLOWED,
        ["r.sub == p.sub && r.act == p.act", ...casbinConditions(n)].join(" && "),
      ),
      policies: [[`bot-${n}`, ACTION]],
    })),
    "casbin, rules in policies": await casbinEach(casbin, workflows, (n) => ({
      model: casbinModel("sub, act, rule", ALLOWED, "r.sub == p.sub && r.act == p.act && eval(p.rule)"),
      policies: [[`bot-${n}`, ACTION, casbinConditions(n).join(" && ")]],
    })),
  };
}

interface Cedar {
  preparsePolicySet(id: string, policies: unknown): { type: string };
  statefulIsAuthorized(call: unknown): { type: string; response: { decision: string } };
}

/** Cedar as WebAssembly: one preparsed policy set a workflow, one permit in it. */
export function cedarEngine(folder: string, workflows: number): Engine {
  const cedar: Cedar = createRequire(join(folder, "index.js"))("@cedar-policy/cedar-wasm/nodejs");
  for (const n of numbers(workflows)) {
    const { amount, items } = most(n);
    const who = `principal == Agent::"bot-${n}", action == Action::"${ACTION}", resource`;
    const conditions = [
      `context.amount <= ${amount}`,
      '["EUR", "GBP", "USD"].contains(context.currency)',
      'context.country != "KP"',
      `context.items < ${items + 1}`,
    ];
    const staticPolicies = `permit(${who}) when { ${conditions.join(" && ")} };`;
    const parsed = cedar.preparsePolicySet(`workflow-${n}`, { staticPolicies });
    if (parsed.type !== "success") throw new Error(`cedar refuses its policies: ${JSON.stringify(parsed)}`);
  }
  const resource = { type: "Resource", id: "any" };
  return (request) => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: "Agent", id: request.agent },
      action: { type: "Action", id: request.action },
      resource,
      context: request.context,
      preparsedPolicySetId: workflowOf(request),
      entities: [],
    });
    if (answer.type !== "success") throw new Error(`cedar cannot decide: ${JSON.stringify(answer)}`);
    return answer.response.decision === "allow";
  };
}
