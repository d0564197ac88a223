import { z } from "zod";
import { invalid } from "@/lib/domain/errors";
import { name } from "@/lib/domain/fields";
import { settingsChange } from "@/lib/domain/settings";
import { getOrganisation } from "@/lib/queries/organisation";
import { changeOrganisation } from "@/lib/services/organisations/change";
import { route } from "../route";
import { organisationJson } from "./people-schemas";

/** Settings at the top, or under `settings` as GET shows them; what is absent stays. */
const patch = z.strictObject({ name: name.optional(), settings: settingsChange.optional(), ...settingsChange.shape });

/** Both places as one change. @throws SuretyError invalid where one setting is given twice */
function changeOf({ name, settings = {}, ...flat }: z.output<typeof patch>) {
  const twice = Object.keys(flat).filter((key) => key in settings);
  if (twice.length > 0) {
    throw invalid(twice.map((path) => ({ path, message: `is given here and as settings.${path}; leave one out` })));
  }
  return { name, settings: { ...settings, ...flat } };
}

export const organisationRoutes = [
  route({
    method: "GET",
    path: "/api/v1/organisation",
    summary: "The organisation and its settings",
    tag: "Organisation",
    permission: "read",
    response: organisationJson,
    handle: ({ actor }) => getOrganisation(actor),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/organisation",
    summary: "Change settings; each change is in the ledger",
    tag: "Organisation",
    permission: "organisation.write",
    body: patch,
    response: organisationJson,
    handle: async ({ actor, body, idempotent }) =>
      (await changeOrganisation(actor, changeOf(body), { idempotent })).result,
  }),
];
