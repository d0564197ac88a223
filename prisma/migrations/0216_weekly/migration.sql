-- The week in one mail: each member's once, whichever node looks.
CREATE TABLE "weekly_mail" (
  "organisation_id" TEXT NOT NULL,
  "member_id" TEXT NOT NULL,
  "week" TEXT NOT NULL,
  "mail" TEXT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "weekly_mail_pkey" PRIMARY KEY ("organisation_id", "member_id", "week")
);
ALTER TABLE "weekly_mail" ADD CONSTRAINT "weekly_mail_organisation_id_member_id_fkey" FOREIGN KEY ("organisation_id", "member_id") REFERENCES "member" ("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('weekly_mail');
