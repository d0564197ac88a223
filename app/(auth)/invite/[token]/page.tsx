import type { Metadata } from "next";
import { absolute } from "@/components/trust/words";
import { ButtonLink } from "@/components/ui/button";
import { Facts } from "@/components/ui/section";
import { findInvitation } from "@/lib/services/invitations/find";
import { JoinForm } from "./join-form";

export const metadata: Metadata = { title: "Invitation", referrer: "same-origin" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  if (!invitation) return <Closed />;
  const { organisation, email, role, workflows, expiresAt } = invitation;
  return (
    <>
      <h1 className="sentence mt-8">You are invited to {organisation}.</h1>
      <Facts
        className="mt-6"
        items={[
          ["E-mail address", email],
          ["Role", workflows.length > 0 ? `${role}, in ${workflows.join(", ")}` : role],
          [
            "Expires",
            <time key="expires" dateTime={expiresAt}>
              {absolute(Date.parse(expiresAt))}
            </time>,
          ],
        ]}
      />
      <JoinForm token={token} email={email} />
    </>
  );
}

function Closed() {
  return (
    <>
      <h1 className="sentence mt-8">This invitation does not open.</h1>
      <p className="lede mt-3">
        It was used, taken back, replaced by a later one, or is older than seven days. Ask an owner of the organisation
        for a new link.
      </p>
      <div className="mt-6">
        <ButtonLink href="/signin">Go to sign in</ButtonLink>
      </div>
    </>
  );
}
