/** The model update, the drift that it brought, and what people did about it. */
import { putAgent } from "@/lib/services/agents/put";
import { recordEvidence } from "@/lib/services/evidence/record";
import { setGrant } from "@/lib/services/grants/set";
import { openIncident } from "@/lib/services/incidents/open";
import { resolveIncident } from "@/lib/services/incidents/resolve";
import { changeOrganisation } from "@/lib/services/organisations/change";
import { approveOverride } from "@/lib/services/overrides/approve";
import { requestOverride } from "@/lib/services/overrides/request";
import type { Calendar } from "./calendar";
import { agentAs } from "./cast";
import { governed } from "./governed";
import { observed } from "./observed";
import { cited, FIRST_RUN, toBody } from "./readings";
import { recall, type Scene } from "./scenes";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const iso = (at: number) => new Date(at).toISOString();

/** r14 passes its launch tests as a candidate, and becomes current. */
function released({ run }: Calendar): Scene[] {
  const tests = [FIRST_RUN + 4, FIRST_RUN + 3, FIRST_RUN + 2].map((back) => run(back));
  const [first = 0] = tests;
  const candidate = agentAs("invoice-clerk", { candidates: ["r14"] });
  return [
    { at: first - 3 * HOUR, play: ({ people }) => putAgent(people.operator, candidate) },
    ...(tests.map((at, n) => ({
      at: at + 14 * MINUTE,
      play: ({ service }) => recordEvidence(service, toBody([cited(at, n === 1 ? 0 : 1, "r14", 100)])),
    })) as Scene[]),
    {
      at: run(FIRST_RUN) - 25 * MINUTE,
      play: ({ people }) => putAgent(people.operator, agentAs("invoice-clerk", { release: "r14" })),
    },
  ];
}

/** A payment rested on a contract that had ended: nothing is paid until somebody has looked. */
function incident({ run }: Calendar): Scene[] {
  const opened = run(13) + 50 * MINUTE;
  return [
    {
      at: opened,
      async play({ people, memory }) {
        const { result } = await openIncident(people.operator, {
          agent: "invoice-clerk",
          severity: "high",
          title: "A payment cited a contract that had ended",
          detail: "Nordgas, 1,204.40 EUR: the paragraph cited belongs to the supply contract of two years ago.",
        });
        memory.set("incident", result.id);
      },
    },
    {
      at: opened + 55 * MINUTE,
      play: (stage) =>
        resolveIncident(stage.people.operator, {
          id: recall(stage, "incident"),
          status: "resolved",
          note: "The week's payments were looked through: this one alone was wrong, and it was called back in time. The drift's limits stay.",
        }),
    },
    {
      at: opened + 2 * HOUR,
      play: ({ people }) => changeOrganisation(people.owner, { settings: { reviewExpiry: "P3D" } }),
    },
  ];
}

/** Asked for, approved by two, used three times, expired. */
function expiredOverride({ before }: Calendar): Scene[] {
  return [
    {
      at: before(44),
      async play({ people, memory }) {
        const { result } = await requestOverride(people.operator, {
          agent: "invoice-clerk",
          pact: "supplier-payments",
          clause: "cites-source",
          triggers: ["drift"],
          actions: ["payments.release"],
          when: 'context.supplier == "Hartmann Logistik" && context.amount <= 8000',
          maxUses: 5,
          startsAt: iso(before(42)),
          endsAt: iso(before(34)),
          reason:
            "Hartmann Logistik holds three lorries at the gate. Citations of these invoices were checked by hand.",
          ticket: "FIN-2274",
        });
        memory.set("override", result.id);
      },
    },
    {
      at: before(43),
      play: (stage) => approveOverride(stage.people.approver, { id: recall(stage, "override") }),
    },
    {
      at: before(42, 25),
      play: (stage) =>
        approveOverride(stage.people.second, {
          id: recall(stage, "override"),
          note: "For these invoices only; I have seen the three citations.",
        }),
    },
  ];
}

/** What waits for whoever signs in first. */
function waiting({ before, on }: Calendar): Scene[] {
  const startsAt = on(-3, "08:00");
  return [
    {
      at: before(9),
      play: ({ people }) =>
        setGrant(people.author, {
          agent: "cash-forecaster",
          workflow: "cash-planning",
          level: "full",
          reason: "Two back-tests in a row came within 10 %; the month-end rule that was missing is in place.",
        }),
    },
    {
      at: before(3, 10),
      play: ({ people }) =>
        requestOverride(people.operator, {
          agent: "invoice-clerk",
          pact: "supplier-payments",
          clause: "cites-source",
          triggers: ["drift"],
          actions: ["payments.release"],
          when: 'context.supplier == "Meridian Foods" && context.amount <= 15000',
          maxUses: 6,
          startsAt: iso(startsAt),
          endsAt: iso(startsAt + 6 * HOUR),
          reason: "Meridian Foods' monthly run: six invoices, whose citations we check by hand the day before.",
          ticket: "FIN-2291",
        }),
    },
    {
      at: before(0, 20),
      play: ({ people }) => changeOrganisation(people.owner, { settings: { reviewExpiry: "PT1H" } }),
    },
  ];
}

function lowered({ on }: Calendar): Scene[] {
  return [
    {
      at: on(6, "10:20"),
      play: ({ people }) =>
        setGrant(people.operator, {
          agent: "cash-forecaster",
          workflow: "cash-planning",
          level: "supervised",
          reason:
            "The month's end came out 18 % below the forecast: the treasury desk reads each one until two weeks are good again.",
        }),
    },
  ];
}

export function updateScenes(calendar: Calendar): Scene[] {
  return [released, incident, expiredOverride, lowered, governed, observed, waiting].flatMap((part) => part(calendar));
}
