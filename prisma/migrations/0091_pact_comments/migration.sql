-- What people say of a draft, clause by clause. A comment is settled once and otherwise stays as it was said.
CREATE TABLE "pact_comment" (
  "organisation_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "pact" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "hash" TEXT NOT NULL,
  "clause" TEXT,
  "says" TEXT NOT NULL,
  "by" JSONB NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "settled_by" JSONB,
  "settled_at" TIMESTAMPTZ(3),
  CONSTRAINT "pact_comment_pkey" PRIMARY KEY ("organisation_id", "id"),
  CONSTRAINT "pact_comment_settled" CHECK ((settled_by IS NULL) = (settled_at IS NULL))
);
CREATE INDEX "pact_comment_organisation_id_pact_version_idx" ON "pact_comment" ("organisation_id", "pact", "version");
ALTER TABLE "pact_comment" ADD CONSTRAINT "pact_comment_organisation_id_pact_version_fkey" FOREIGN KEY ("organisation_id", "pact", "version") REFERENCES "pact_version" ("organisation_id", "pact", "version") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('pact_comment');
