-- Whose signature vouches for evidence, and what was signed.
CREATE TABLE "issuer" (
  "organisation_id" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "keys" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "issuer_pkey" PRIMARY KEY ("organisation_id", "slug"),
  CONSTRAINT "issuer_kind" CHECK (kind IN ('own', 'counterparty', 'third_party'))
);
ALTER TABLE "issuer" ADD CONSTRAINT "issuer_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT surety_wall('issuer');

ALTER TABLE "evidence" ADD COLUMN "issuer" TEXT, ADD COLUMN "signature" JSONB, ADD COLUMN "signed_sha256" TEXT;
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_organisation_id_issuer_fkey" FOREIGN KEY ("organisation_id", "issuer") REFERENCES "issuer" ("organisation_id", "slug") ON DELETE RESTRICT ON UPDATE CASCADE;
-- What somebody signed is told once, however often it is sent.
CREATE UNIQUE INDEX "evidence_organisation_id_signed_sha256_key" ON "evidence" ("organisation_id", "signed_sha256");
