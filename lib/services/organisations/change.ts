import { z } from "zod";
import { holdOrganisation } from "@/lib/db/locks";
import { organisationView } from "@/lib/db/people";
import { canonicalJson } from "@/lib/domain/canonical";
import { name } from "@/lib/domain/fields";
import { changedCriteria } from "@/lib/domain/grant-criteria";
import { type SettingsChange, settingsChange } from "@/lib/domain/settings";
import type { OrganisationSettings } from "@/lib/domain/state";
import { verb } from "../verb";

const changeOrganisationInput = z.strictObject({ name: name.optional(), settings: settingsChange.optional() });

/** Settings after a change; what it does not name stays. Caps and criteria are changed one by one. */
function changed(before: OrganisationSettings, change: SettingsChange): OrganisationSettings {
  return {
    ...{ ...before, ...change },
    overrideCaps: { ...before.overrideCaps, ...change.overrideCaps },
    grantCriteria: changedCriteria(before.grantCriteria, change.grantCriteria),
  };
}

/** What is different, with both values: history says from what to what. */
function differences(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const was = (key: string) => before[key] ?? null;
  const keys = Object.keys(after).filter((key) => canonicalJson(after[key] ?? null) !== canonicalJson(was(key)));
  return Object.fromEntries(keys.map((key) => [key, { from: was(key), to: after[key] }]));
}

/** Changes the organisation's name and settings; what is not named stays. The same values again change nothing. */
export const changeOrganisation = verb({
  name: "organisation.change",
  permission: "organisation.write",
  input: changeOrganisationInput,
  async work({ tx, organisationId: id }, input) {
    await holdOrganisation(tx, id);
    const row = await tx.organisation.findUniqueOrThrow({ where: { id } });
    const before = organisationView(row);
    const settings = changed(before.settings, input.settings ?? {});
    const ofSettings = differences({ ...before.settings }, { ...settings });
    const ofName = differences({ name: before.name }, { name: input.name ?? before.name });
    if (Object.keys({ ...ofSettings, ...ofName }).length === 0) return { unchanged: true, result: before };
    const saved = await tx.organisation.update({
      where: { id },
      data: { name: input.name ?? before.name, settings: { ...settings } },
    });
    return {
      result: organisationView(saved),
      entries: [
        {
          kind: "organisation.changed",
          subject: `organisation/${row.slug}`,
          payload: { changes: { ...ofName, ...ofSettings } },
        },
      ],
      // What runs without a pact may from now on be held or blocked.
      effect: Object.keys(ofSettings).length > 0 ? "lowers" : "none",
    };
  },
});
