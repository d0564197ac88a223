"use client";
import { Segmented } from "@/components/ui/choices";
import { CONSEQUENCES, type ConsequenceKind, type Limits } from "@/lib/domain/pact";
import { FactsField } from "./facts-field";
import { Choice, CountInput, DurationInput, ListInput, NameInput, TextInput } from "./fields";
import type { ProblemOf, TermsFormProps, TermsPart } from "./form-types";
import { LimitsField } from "./limits-field";
import { Part } from "./part";
import { SettlementPart } from "./settlement-part";

const NAMES: Record<ConsequenceKind, string> = {
  block: "is blocked",
  review: "waits for a person",
  degrade: "is limited",
  settle: "is settled",
};
const KINDS = CONSEQUENCES.filter((kind) => kind !== "settle").map((value) => ({ value, label: NAMES[value] }));

/** The pact's own terms: who, for whom, what the agent may do at all, within which limits, and how money stands behind it. */
export function TermsForm(props: TermsFormProps) {
  const { written, judgedPact } = props;
  const found = [...judgedPact.errors, ...judgedPact.holes].filter(({ path }) => !path.startsWith("clauses["));
  const problem: ProblemOf = (path) => found.find((one) => one.path === path)?.message;
  const free = (pattern: RegExp) => !found.some(({ path }) => pattern.test(path));
  return (
    <form className="ed-form" aria-label="Parties, scope and limits" onSubmit={(event) => event.preventDefault()}>
      <p className="label mb-3">Parties, scope and limits</p>
      <Part
        question="Who promises what to whom?"
        on={Boolean(written.title && written.agent) && free(/^(title|agent|workflow|parties)/)}
        first
      >
        <Parties {...props} problem={problem} />
      </Part>
      <Part question="What may the agent do at all?" on={(written.scope?.actions?.length ?? 0) > 0 && free(/^scope/)}>
        <Scope {...props} problem={problem} />
      </Part>
      <Part question="What do requests carry?" on={free(/^facts/)} aside="facts">
        <FactsField {...props} />
      </Part>
      <Part
        question="Within which limits is limited authority?"
        on={written.levels?.limited !== undefined && free(/^levels/)}
      >
        <LimitsField
          label="What degrade means unless a clause says otherwise"
          value={written.levels?.limited as Limits | undefined}
          onValue={(limited) => props.set(["levels", "limited"], limited)}
          facts={props.facts}
        />
      </Part>
      <Part question="May rules be set aside?" on={free(/^overrides/)} aside="overrides">
        <Overrides {...props} problem={problem} />
      </Part>
      <Part question="What money stands behind it?" on={free(/^settlement/)} aside="settlement">
        <SettlementPart {...props} problem={problem} />
      </Part>
    </form>
  );
}

function Parties({ written, agents, workflows, set, problem }: TermsPart) {
  const { parties } = written;
  return (
    <div className="ed-grid">
      <TextInput
        label="Title"
        className="ed-wide"
        value={written.title}
        onValue={(title) => set(["title"], title ?? "")}
        error={problem("title")}
      />
      <NameInput
        label="Agent"
        listId="known-agents"
        known={agents}
        value={written.agent}
        onValue={(agent) => set(["agent"], agent ?? "")}
        error={problem("agent")}
      />
      <NameInput
        label="Workflow"
        listId="known-workflows"
        known={workflows}
        value={written.workflow}
        onValue={(workflow) => set(["workflow"], workflow ?? "")}
        error={problem("workflow")}
      />
      <TextInput
        label="Provider"
        value={parties?.provider}
        onValue={(provider) => set(["parties", "provider"], provider ?? "")}
        error={problem("parties.provider")}
      />
      <TextInput
        label="Counterparty"
        placeholder="none: an internal pact"
        value={parties?.counterparty}
        onValue={(counterparty) => set(["parties", "counterparty"], counterparty)}
        error={problem("parties.counterparty")}
      />
      <div>
        <p className="mb-1 text-xs text-ink-2">Mode</p>
        <Segmented
          label="Mode"
          value={written.mode ?? "enforce"}
          options={[
            { value: "shadow", label: "Shadow" },
            { value: "enforce", label: "Enforce" },
          ]}
          onChange={(mode) => set(["mode"], mode)}
        />
        <p className="label mt-1">
          {written.mode === "shadow" ? "It watches and binds nobody." : "It binds from publication on."}
        </p>
      </div>
      <DurationInput
        label="A permit lasts"
        placeholder="5 min"
        value={written.permit}
        onValue={(permit) => set(["permit"], permit)}
        error={problem("permit")}
      />
    </div>
  );
}

function Scope({ written, facts, set, problem }: TermsPart) {
  const outside =
    typeof written.scope?.outside === "string"
      ? { do: written.scope.outside }
      : (written.scope?.outside ?? { do: "block" as const });
  const limits = "limits" in outside ? outside.limits : undefined;
  return (
    <div className="ed-grid">
      <ListInput
        label="Actions"
        className="ed-wide"
        placeholder="payments.refund, orders.*"
        value={written.scope?.actions}
        onValue={(actions) => set(["scope", "actions"], actions ?? [])}
        error={problem("scope.actions")}
        help="A name, a prefix such as orders.*, or * for anything."
      />
      <Choice
        label="Anything else"
        value={outside.do}
        options={KINDS}
        onValue={(kind) => set(["scope", "outside"], kind === "degrade" && limits ? { do: kind, limits } : kind)}
        error={problem("scope.outside")}
      />
      <Choice
        label="A request without a release"
        value={written.scope?.release ?? "assumed"}
        options={[
          { value: "assumed", label: "is of the current one" },
          { value: "required", label: "is outside the scope" },
        ]}
        onValue={(release) => set(["scope", "release"], release)}
      />
      {outside.do === "degrade" ? (
        <div className="ed-wide">
          <LimitsField
            label="Outside the scope, within these limits"
            value={limits as Limits | undefined}
            onValue={(next) => set(["scope", "outside"], next ? { do: "degrade", limits: next } : "degrade")}
            facts={facts}
          />
        </div>
      ) : null}
    </div>
  );
}

function Overrides({ written: { overrides }, set, problem }: TermsPart) {
  const budget = overrides?.budget;
  // biome-ignore lint/suspicious/noThenProperty: the contract's word
  const started = { count: 3, within: "P30D", then: "review" as ConsequenceKind };
  return (
    <div className="ed-grid">
      <DurationInput
        label="An override lasts at most"
        placeholder="as the organisation says"
        value={overrides?.maxDuration}
        onValue={(maxDuration) => set(["overrides", "maxDuration"], maxDuration)}
        error={problem("overrides.maxDuration")}
      />
      <CountInput
        label="Of them, at most"
        placeholder="no budget"
        value={budget?.count}
        onValue={(count) => set(["overrides", "budget"], count ? { ...started, ...budget, count } : undefined)}
        error={problem("overrides.budget.count")}
      />
      {budget ? (
        <>
          <DurationInput
            label="Within"
            value={budget.within}
            onValue={(within) => set(["overrides", "budget", "within"], within ?? "")}
            error={problem("overrides.budget.within")}
          />
          <Choice
            label="One more, and the request"
            value={budget.then}
            options={KINDS}
            onValue={(then) => set(["overrides", "budget", "then"], then)}
            error={problem("overrides.budget.then")}
          />
        </>
      ) : null}
    </div>
  );
}
