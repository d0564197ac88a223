import { z } from "zod";
import { agentOrTwin, slug } from "@/lib/domain/fields";
import { FORMULAS, sayBreach } from "@/lib/domain/metric";
import { verb } from "../verb";
import { lockMetric } from "./shared";
import { carryOut } from "./shared-carry-out";

/**
 * Carries out a metric's response as its breach at `value` would, for a drill's twin and nobody else. The metric itself, its
 * state and its history stay as they are.
 */
export const breachForDrill = verb({
  name: "metric.drill",
  permission: "drill.run",
  input: z.strictObject({ slug, twin: agentOrTwin, value: z.number() }),
  async work(context, { slug, twin, value }) {
    const metric = await lockMetric(context.tx, context.organisationId, slug);
    const { title, formula, threshold, response } = metric;
    const says = sayBreach(title, value, FORMULAS[formula].unit, threshold);
    const forTwin = { ...metric, response: { ...response, agent: twin } as typeof response };
    const { effect, entries, payload } = await carryOut(context, forTwin, value, says);
    return {
      result: null,
      entries: [
        { kind: "metric.breached", subject: `metric/${slug}`, payload: { says, value, ...payload } },
        ...entries,
      ],
      effect,
    };
  },
});
