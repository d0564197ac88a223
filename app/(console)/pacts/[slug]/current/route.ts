import { answerMember } from "@/lib/border/console";
import { pactEditing } from "@/lib/queries/pact-editing";

/** The draft as it stands now, for an editor that is open. */
export async function GET(_: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  return answerMember((actor) => pactEditing(actor, slug));
}
