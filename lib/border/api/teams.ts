import { getTeam, listTeams } from "@/lib/queries/teams";
import { putTeam, teamFields } from "@/lib/services/teams/put";
import { decodeCursor, page, pageQuery } from "../page";
import { route } from "../route";
import { listOf, teamJson } from "./people-schemas";

const tag = "Teams";

export const teamRoutes = [
  route({
    method: "GET",
    path: "/api/v1/teams",
    summary: "Teams, by slug",
    tag,
    permission: "read",
    query: pageQuery,
    response: listOf(teamJson),
    async handle({ actor, query: { limit, cursor } }) {
      return page(await listTeams(actor, { limit, after: decodeCursor(cursor) }), limit, (team) => [team.slug]);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/teams/{slug}",
    summary: "One team",
    tag,
    permission: "read",
    response: teamJson,
    handle: ({ actor, params }) => getTeam(actor, params.slug ?? ""),
  }),
  route({
    method: "PUT",
    path: "/api/v1/teams/{slug}",
    summary: "Make a team or replace it; members by e-mail address",
    tag,
    permission: "team.write",
    body: teamFields,
    response: teamJson,
    async handle({ actor, params, body, idempotent }) {
      return (await putTeam(actor, { slug: params.slug ?? "", ...body }, { idempotent })).result;
    },
  }),
];
