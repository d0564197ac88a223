"use server";
import { action, fields } from "@/lib/border/action";
import { signedIn } from "@/lib/border/session";
import { placeHold } from "@/lib/services/holds/place";
import { releaseHold } from "@/lib/services/holds/release";
import { invite } from "@/lib/services/invitations/invite";
import { revokeInvitation } from "@/lib/services/invitations/revoke";
import { putIssuer } from "@/lib/services/issuers/put";
import { revokeIssuer } from "@/lib/services/issuers/revoke";
import { createKey } from "@/lib/services/keys/create";
import { revokeKey } from "@/lib/services/keys/revoke";
import { rotateKey } from "@/lib/services/keys/rotate";
import { replayMail } from "@/lib/services/mail/replay";
import { tryMail } from "@/lib/services/mail/try";
import { changeMember } from "@/lib/services/members/change";
import { changePassword } from "@/lib/services/members/change-password";
import { removeMember } from "@/lib/services/members/remove";
import { changeNotices } from "@/lib/services/notices/change";
import { sendOwnWeek } from "@/lib/services/notices/weekly";
import { changeOrganisation } from "@/lib/services/organisations/change";
import { checkKeyPin } from "@/lib/services/pins/check";
import { revokeSession } from "@/lib/services/sessions/revoke";
import { putTeam } from "@/lib/services/teams/put";
import { addWebhook } from "@/lib/services/webhooks/add";
import { changeWebhook } from "@/lib/services/webhooks/change";
import { pingWebhook } from "@/lib/services/webhooks/ping";
import { removeWebhook } from "@/lib/services/webhooks/remove";
import { replayDelivery } from "@/lib/services/webhooks/replay";
import { rotateWebhook } from "@/lib/services/webhooks/rotate";
import { noticeFields } from "./notice-fields";
import { criteriaFields, keysOf, settingsFields } from "./settings-fields";

/** Forms arrive as texts; each verb's own schema parses them and names what is wrong. */
const input = (form: FormData, lists: readonly string[] = []) => fields(form, lists) as never;

export const inviteMember = action((actor, form: FormData) => invite(actor, input(form, ["workflows"])));
export const takeBackInvitation = action((actor, form: FormData) => revokeInvitation(actor, input(form)));
export const saveMember = action((actor, form: FormData) => changeMember(actor, input(form, ["workflows"])));
export const dismissMember = action((actor, form: FormData) => removeMember(actor, input(form)));

export const makeKey = action((actor, form: FormData) =>
  createKey(actor, input(form, form.get("kind") === "service" ? ["scopes"] : [])),
);
export const replaceKey = action((actor, form: FormData) => rotateKey(actor, input(form)));
export const endKey = action((actor, form: FormData) => revokeKey(actor, input(form)));

/** The keys are typed as JSON; what is none is left for the verb to refuse. */
export const saveIssuer = action((actor, form: FormData) => {
  const { keys, ...rest } = fields(form) as { keys?: string };
  return putIssuer(actor, { ...rest, keys: keysOf(keys ?? "") } as never);
});
export const endIssuer = action((actor, form: FormData) => revokeIssuer(actor, input(form)));

export const saveRetention = action((actor, form: FormData) => {
  const { decisionRetention } = fields(form) as { decisionRetention?: string };
  return changeOrganisation(actor, { settings: { decisionRetention: decisionRetention || null } });
});
export const saveKeyName = action((actor, form: FormData) => {
  const { keyName } = fields(form) as { keyName?: string };
  return changeOrganisation(actor, { settings: { keyName: keyName || null } });
});
export const lookUpKey = action((actor) => checkKeyPin(actor));
export const holdRecords = action((actor, form: FormData) => placeHold(actor, input(form)));
export const releaseRecords = action((actor, form: FormData) => releaseHold(actor, input(form)));

export const saveTeam = action((actor, form: FormData) => putTeam(actor, input(form, ["members"])));
export const saveOrganisation = action((actor, form: FormData) => changeOrganisation(actor, settingsFields(form)));
export const saveCriteria = action((actor, form: FormData) => changeOrganisation(actor, criteriaFields(form)));

export const savePassword = action(async (actor, form: FormData) => {
  const { sessionId } = await signedIn();
  return changePassword(actor, { ...(fields(form) as { current: string; next: string }), session: sessionId });
});
export const endOwnSession = action((actor, form: FormData) => revokeSession(actor, input(form)));

export const saveNotices = action((actor, form: FormData) => changeNotices(actor, noticeFields(form)));
export const sendWeek = action((actor, _form: FormData) => sendOwnWeek(actor, {}));
export const sendTestMail = action((actor, _form: FormData) => tryMail(actor, {}));
export const sendMailAgain = action((actor, form: FormData) => replayMail(actor, input(form)));

export const makeWebhook = action((actor, form: FormData) => addWebhook(actor, input(form, ["events"])));
/** An address left empty stays as it is: of Slack's it is never shown. */
export const saveWebhook = action((actor, form: FormData) => {
  const { description, ...rest } = fields(form, ["events"]);
  return changeWebhook(actor, { ...rest, description: description ?? null } as never);
});
export const pauseWebhook = action((actor, form: FormData) => {
  const { id, enabled } = fields(form) as { id: string; enabled: string };
  return changeWebhook(actor, { id, enabled: enabled === "true" });
});
export const tryWebhook = action((actor, form: FormData) => pingWebhook(actor, input(form)));
export const newWebhookSecret = action((actor, form: FormData) => rotateWebhook(actor, input(form)));
export const dropWebhook = action((actor, form: FormData) => removeWebhook(actor, input(form)));
export const sendAgain = action((actor, form: FormData) => replayDelivery(actor, input(form)));
