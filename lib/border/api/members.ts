import { listInvitations, listMembers } from "@/lib/queries/members";
import { invite, inviteInput } from "@/lib/services/invitations/invite";
import { revokeInvitation } from "@/lib/services/invitations/revoke";
import { changeMember, memberFields } from "@/lib/services/members/change";
import { removeMember } from "@/lib/services/members/remove";
import { decodeCursor, page, pageQuery } from "../page";
import { reply, route } from "../route";
import { invitationJson, listedMemberJson, listOf, memberJson, newInvitationJson } from "./people-schemas";

const tag = "Members";

export const memberRoutes = [
  route({
    method: "GET",
    path: "/api/v1/members",
    summary: "Members, by e-mail address",
    tag,
    permission: "read",
    query: pageQuery,
    response: listOf(listedMemberJson),
    async handle({ actor, query: { limit, cursor } }) {
      return page(await listMembers(actor, { limit, after: decodeCursor(cursor) }), limit, (member) => [member.email]);
    },
  }),
  route({
    method: "PATCH",
    path: "/api/v1/members/{id}",
    summary: "Change a member's role, or narrow it to workflows",
    tag,
    permission: "member.write",
    body: memberFields,
    response: memberJson,
    async handle({ actor, params, body }) {
      return (await changeMember(actor, { member: params.id ?? "", ...body })).result;
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/members/{id}",
    summary: "Remove a member: sessions and personal keys end at once",
    tag,
    permission: "member.write",
    status: 204,
    async handle({ actor, params }) {
      await removeMember(actor, { member: params.id ?? "" });
      return reply({ status: 204 });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/invitations",
    summary: "Invitations that still open, newest first",
    tag,
    permission: "member.write",
    query: pageQuery,
    response: listOf(invitationJson),
    async handle({ actor, query: { limit, cursor } }) {
      return page(await listInvitations(actor, { limit, after: decodeCursor(cursor) }), limit, (one) => [one.id]);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/invitations",
    summary: "Invite somebody; the link is shown once",
    tag,
    permission: "member.write",
    body: inviteInput,
    response: newInvitationJson,
    status: 201,
    secret: ["url"],
    handle: async ({ actor, body, idempotent }) => (await invite(actor, body, { idempotent })).result,
  }),
  route({
    method: "DELETE",
    path: "/api/v1/invitations/{id}",
    summary: "Take an invitation back",
    tag,
    permission: "member.write",
    status: 204,
    async handle({ actor, params }) {
      await revokeInvitation(actor, { invitation: params.id ?? "" });
      return reply({ status: 204 });
    },
  }),
];
