"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, problemAt } from "@/components/ui/field";
import { TOPICS, type Topic } from "@/lib/domain/event-kinds";
import { type NoticeSettings, PACES, type Pace, paceOf } from "@/lib/domain/notice-settings";
import { saveNotices } from "../actions";
import { FormProblem, VerbButton } from "../parts";
import { useVerb } from "../use-verb";

const PACE_WORDS: Record<Pace, string> = { now: "At once", daily: "Daily", off: "Not" };
const SHOWN = ["timeZone", "dailyAt", "quiet.from", "quiet.to"];

interface Props {
  settings: NoticeSettings;
  /** The organisation lets urgent mail pass everybody's quiet hours. */
  urgentForAll: boolean;
  zones: readonly string[];
  /** Whether the week comes, as they said or as is usual for their role. */
  weekly: boolean;
}

/** What a member is told by mail, and when. */
export function NoticeForm({ settings, urgentForAll, zones, weekly }: Props) {
  const { submit, busy, problem } = useVerb(saveNotices, "Notifications changed");
  const error = (path: string) => problemAt(problem?.errors, path);
  return (
    <form onSubmit={submit} className="flex flex-col gap-6">
      <FormProblem problem={problem} shown={SHOWN} />
      <Checkbox name="email" value="true" label="Send me mail" defaultChecked={settings.email} />
      <Topics settings={settings} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Zone zone={settings.timeZone} zones={zones} error={error("timeZone")} />
        <Field label="The daily mail leaves at" name="dailyAt" error={error("dailyAt")}>
          <Input type="time" defaultValue={settings.dailyAt} required />
        </Field>
      </div>
      <div>
        <Checkbox
          name="weekly"
          value="true"
          label={<span className="whitespace-normal">The week in one mail, on Mondays at that hour</span>}
          defaultChecked={weekly}
        />
        <p className="label">
          The metrics against their thresholds, what was breached, lowered and overridden, what goes stale next, what
          nobody owns and what is overdue.
        </p>
      </div>
      <fieldset className="min-w-0">
        <legend className="mb-2 text-sm font-medium">Quiet hours</legend>
        <div className="grid grid-cols-2 gap-4 sm:max-w-[328px]">
          <Field label="From" name="quietFrom" error={error("quiet.from")}>
            <Input type="time" defaultValue={settings.quiet?.from ?? ""} />
          </Field>
          <Field label="To" name="quietTo" error={error("quiet.to")}>
            <Input type="time" defaultValue={settings.quiet?.to ?? ""} />
          </Field>
        </div>
        <p className="label mt-1">
          What happens meanwhile comes in one mail when they end. Left empty, there are none.
        </p>
        <div className="mt-3">
          <Checkbox
            name="urgent"
            value="true"
            label={<span className="whitespace-normal">What is urgent reaches me all the same</span>}
            defaultChecked={settings.urgent}
          />
          <p className="label">
            Break-glass, incidents, drift that was verified or is not enforced, silence, held decisions, overdue
            answers.
          </p>
          {urgentForAll ? <p className="label">Your organisation lets them reach everybody.</p> : null}
        </div>
      </fieldset>
      <div>
        <VerbButton busy={busy}>Save notifications</VerbButton>
      </div>
    </form>
  );
}

function Topics({ settings }: { settings: NoticeSettings }) {
  return (
    <table className="tbl">
      <caption className="sr-only">How you are told of each topic</caption>
      <thead>
        <tr>
          <th scope="col">Topic</th>
          {PACES.map((pace) => (
            <th key={pace} scope="col" className="w-16 text-center">
              {PACE_WORDS[pace]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(Object.entries(TOPICS) as [Topic, string][]).map(([topic, words]) => (
          <tr key={topic}>
            <th scope="row" className="font-normal whitespace-normal">
              {words}
            </th>
            {PACES.map((pace) => (
              <td key={pace} className="text-center">
                <input
                  type="radio"
                  name={`topic.${topic}`}
                  value={pace}
                  aria-label={`${words}: ${PACE_WORDS[pace].toLowerCase()}`}
                  defaultChecked={paceOf(settings, topic) === pace}
                  className="size-4 accent-ink"
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Zone({ zone, zones, error }: { zone: string; zones: readonly string[]; error?: string }) {
  const [value, setValue] = useState(zone);
  return (
    <div>
      <Field label="Time zone" name="timeZone" error={error}>
        <Input list="time-zones" value={value} onChange={(event) => setValue(event.target.value)} required />
      </Field>
      <datalist id="time-zones">
        {zones.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Button
        type="button"
        size="small"
        variant="bare"
        className="mt-1"
        onClick={() => setValue(Intl.DateTimeFormat().resolvedOptions().timeZone)}
      >
        Take this browser’s
      </Button>
    </div>
  );
}
